package sealing

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeyFile is the name of the file that holds the key, in the data folder.
const KeyFile = "secret.key"

// ReadKey returns the key that text spells: KeySize bytes in base64, as
// "openssl rand -base64 32" prints them.
func ReadKey(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != KeySize {
		return nil, fmt.Errorf("want %d bytes in base64, as openssl rand -base64 %d prints them", KeySize, KeySize)
	}
	return key, nil
}

// LoadKey returns the key in the folder's key file. Without the file it makes a
// new key and writes it, for its owner only; of several programs that start
// together, all get the same one.
func LoadKey(folder string) ([]byte, error) {
	path := filepath.Join(folder, KeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(path); err != nil {
			return nil, fmt.Errorf("make the key file %s: %w", path, err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	key, err := ReadKey(string(text))
	if err != nil {
		return nil, fmt.Errorf("the key file %s: %w", path, err)
	}
	return key, nil
}

// makeKey writes a whole file under another name first: a reader finds no key or
// all of it. If another program was quicker, its key stays.
func makeKey(path string) error {
	key := make([]byte, KeySize)
	rand.Read(key)
	file, err := os.CreateTemp(filepath.Dir(path), KeyFile+".*") // of mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
