package sealing

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"sync"
)

// KeysFolder is the name of the folder with the keys of a Keyring, in the data
// folder.
const KeysFolder = "keys"

// Keyring has a key of its own for each thing, in a file outside the database,
// so that what one thing sealed can be given up for good by destroying its key.
// Without the main key the files open nothing. It is safe for concurrent use and
// by several programs that share the folder.
type Keyring struct {
	root *os.Root
	main []byte

	mu    sync.Mutex
	boxes map[string]Box // of keys that were used lately
}

// OpenKeyring opens the keyring in the folder, which it makes if need be. Main is
// the key that every key of the ring needs beside its own.
func OpenKeyring(folder string, main []byte) (*Keyring, error) {
	if len(main) != KeySize {
		return nil, fmt.Errorf("a key has %d bytes, not %d", KeySize, len(main))
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of keys: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("open the folder of keys: %w", err)
	}
	return &Keyring{root: root, main: main, boxes: map[string]Box{}}, nil
}

// Close releases the folder.
func (k *Keyring) Close() error { return k.root.Close() }

// keyName is how a thing with a key may be called.
var keyName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

const keyEnd = ".key"

// mostBoxes is how many keys are kept ready.
const mostBoxes = 500

// Make returns the box of the thing's key, and makes the key if there is none.
// Of several programs that make it together, all get the same one.
func (k *Keyring) Make(name string) (Box, error) {
	box, err := k.Box(name)
	if !errors.Is(err, ErrNoKey) || !keyName.MatchString(name) {
		return box, err
	}
	key := make([]byte, KeySize)
	rand.Read(key)
	fresh := name + "." + rand.Text()
	if err := k.write(fresh, []byte(base64.StdEncoding.EncodeToString(key)+"\n")); err != nil {
		return Box{}, fmt.Errorf("make a key: %w", errors.Join(err, k.root.Remove(fresh)))
	}
	err = k.root.Link(fresh, name+keyEnd)
	if errors.Is(err, fs.ErrExist) { // somebody was quicker
		err = nil
	}
	if err = errors.Join(err, k.root.Remove(fresh), k.sync()); err != nil {
		return Box{}, fmt.Errorf("make a key: %w", err)
	}
	return k.Box(name)
}

// Box returns the box of the thing's key, or ErrNoKey if there is none, or none
// any more.
func (k *Keyring) Box(name string) (Box, error) {
	if !keyName.MatchString(name) {
		return Box{}, ErrNoKey
	}
	if _, err := k.root.Stat(name + keyEnd); errors.Is(err, fs.ErrNotExist) {
		k.forget(name) // another program has destroyed it
		return Box{}, ErrNoKey
	}
	k.mu.Lock()
	box, ready := k.boxes[name]
	k.mu.Unlock()
	if ready {
		return box, nil
	}
	text, err := k.root.ReadFile(name + keyEnd)
	if errors.Is(err, fs.ErrNotExist) {
		return Box{}, ErrNoKey
	}
	if err != nil {
		return Box{}, fmt.Errorf("read a key: %w", err)
	}
	key, err := ReadKey(string(text))
	if err != nil {
		return Box{}, fmt.Errorf("the key %s: %w", name, err)
	}
	both := hmac.New(sha256.New, k.main)
	both.Write(key)
	if box, err = NewBox(both.Sum(nil), "what belongs to "+name); err != nil {
		return Box{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.boxes) >= mostBoxes {
		clear(k.boxes)
	}
	k.boxes[name] = box
	return box, nil
}

// Destroy forgets the thing's key: nothing that it sealed can be opened any more,
// from no copy of the database either. A key that is not there is destroyed
// already.
func (k *Keyring) Destroy(name string) error {
	k.forget(name)
	if !keyName.MatchString(name) {
		return nil
	}
	file, err := k.root.OpenFile(name+keyEnd, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("destroy a key: %w", err)
	}
	noise := make([]byte, base64.StdEncoding.EncodedLen(KeySize)+1)
	rand.Read(noise)
	_, err = file.Write(noise) // where the disk writes in place, nothing of it is left
	err = errors.Join(err, file.Sync(), file.Close(), k.root.Remove(name+keyEnd), k.sync())
	if err != nil {
		return fmt.Errorf("destroy a key: %w", err)
	}
	return nil
}

// Names lists the things that have a key.
func (k *Keyring) Names() ([]string, error) {
	folder, err := k.root.Open(".")
	if err != nil {
		return nil, fmt.Errorf("list the keys: %w", err)
	}
	defer folder.Close()
	files, err := folder.Readdirnames(-1)
	if err != nil {
		return nil, fmt.Errorf("list the keys: %w", err)
	}
	var names []string
	for _, file := range files {
		if name, ok := strings.CutSuffix(file, keyEnd); ok {
			names = append(names, name)
		}
	}
	return names, nil
}

func (k *Keyring) forget(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.boxes, name)
}

func (k *Keyring) write(name string, content []byte) error {
	file, err := k.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

func (k *Keyring) sync() error {
	folder, err := k.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
