package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeWhole writes a file that has its name only once it is whole: until then
// what was there stays. A device or a pipe is written to as it is.
func writeWhole(path string, write func(io.Writer) error) error {
	if behind, err := filepath.EvalSymlinks(path); err == nil {
		path = behind // the file changes, not the link to it
	}
	mode := fs.FileMode(0o644)
	switch is, err := os.Stat(path); {
	case err == nil && is.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", path)
	case err == nil && !is.Mode().IsRegular():
		return writeTo(path, write)
	case err == nil:
		mode = is.Mode().Perm()
	}
	draft, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("begin %s: %w", path, err)
	}
	err = write(draft)
	if err == nil {
		err = errors.Join(draft.Chmod(mode), draft.Sync())
	}
	if err = errors.Join(err, draft.Close()); err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(draft.Name())))
	}
	return nil
}

// writeTo writes to what is no file.
func writeTo(path string, write func(io.Writer) error) error {
	to, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(to), to.Close())
}
