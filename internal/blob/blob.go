// Package blob keeps files under the hash of their content, in a directory
// that it never leaves. What Put has acknowledged survives a power cut.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"

	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Directory is a store in a directory of the machine. It is safe for concurrent
// use and by several programs at once.
type Directory struct{ root *os.Root }

// OpenDirectory opens the store at dir, which it makes if need be.
func OpenDirectory(dir string) (*Directory, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the directory of files: %w", err)
	}
	return &Directory{root: root}, nil
}

// Close releases the directory.
func (d *Directory) Close() error { return d.root.Close() }

// Put keeps content and returns its id, the SHA-256 in hex. Content that is
// already there is left as it is, and counts as new.
func (d *Directory) Put(_ context.Context, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	id := hex.EncodeToString(sum[:])
	return id, d.write(id, content)
}

// PutVariant keeps another form of the file with that id, such as a smaller
// size of a picture.
func (d *Directory) PutVariant(_ context.Context, id, variant string, content []byte) error {
	name, err := fileName(id, variant)
	if err != nil {
		return err
	}
	return d.write(name, content)
}

// Open returns the file with the id, or with a variant the other form of it
// that PutVariant kept. What is not there is fault.NotFound.
func (d *Directory) Open(_ context.Context, id, variant string) (io.ReadSeekCloser, error) {
	name, err := fileName(id, variant)
	if err != nil {
		return nil, err
	}
	file, err := d.root.Open(place(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, fmt.Errorf("open a file: %w", err)
	}
	return file, nil
}

// Remove forgets the file with the id. What is not there is gone already.
func (d *Directory) Remove(_ context.Context, id string) error {
	name, err := fileName(id, "")
	if err != nil {
		return err
	}
	if err := d.root.Remove(place(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refused("remove a file", err)
	}
	return nil
}

var (
	validID      = regexp.MustCompile(`^[0-9a-f]{64}$`)
	validVariant = regexp.MustCompile(`^[0-9a-z]{1,16}$`)
)

func fileName(id, variant string) (string, error) {
	if !validID.MatchString(id) || variant != "" && !validVariant.MatchString(variant) {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	if variant == "" {
		return id, nil
	}
	return id + "-" + variant, nil
}

// place spreads the files over 256 directories.
func place(name string) string { return path.Join(name[:2], name) }

// write brings content to the disk under a name of its own, then gives it its
// name in one step, and syncs the directory, so that the file is there whole or
// not at all.
func (d *Directory) write(name string, content []byte) error {
	if there, err := d.stays(name); err != nil || there {
		return refused("keep a file", err)
	}
	if err := d.ensureDirectory(name[:2]); err != nil {
		return refused("make a directory", err)
	}
	temporary := place(name) + "." + secret.ID()
	if err := d.writeSynced(temporary, content); err != nil {
		_ = d.root.Remove(temporary)
		return refused("write a file", err)
	}
	if err := d.root.Rename(temporary, place(name)); err != nil {
		_ = d.root.Remove(temporary)
		return refused("name a file", err)
	}
	return refused("sync a directory", d.sync(name[:2]))
}

func (d *Directory) ensureDirectory(name string) error {
	if err := d.root.Mkdir(name, 0o700); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	}
	return d.sync(".")
}

func (d *Directory) writeSynced(name string, content []byte) error {
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		file.Close()
		return err
	}
	if err := file.Sync(); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func (d *Directory) sync(name string) error {
	directory, err := d.root.Open(name)
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

// refused says that the disk does not take files at present.
func refused(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Unavailable, "error.unavailable", fmt.Errorf("%s: %w", doing, err))
}
