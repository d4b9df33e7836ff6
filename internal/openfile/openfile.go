// Package openfile keeps files that are made out of what is public and stay the
// same until that changes: the whole atlas in each of its forms.
package openfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Shelf keeps one version of each file in a folder of its own. It is safe for
// concurrent use.
type Shelf struct {
	dir string

	mu    sync.Mutex
	doing map[string]*work // by the file's name with its version
}

// work is a file under way.
type work struct {
	done chan struct{}
	err  error
}

// Open empties the folder, or makes it: another program may have written other
// files for the same versions.
func Open(dir string) (*Shelf, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("empty the folder of open files: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of open files: %w", err)
	}
	return &Shelf{dir: dir, doing: map[string]*work{}}, nil
}

// File opens the file's version for reading. If there is none yet, write makes
// it, once for all who ask at the same time, and versions before it go. Name and
// version must be plain: letters, digits, dots and hyphens.
func (s *Shelf) File(ctx context.Context, name, version string, write func(io.Writer) error) (*os.File, error) {
	kept := filepath.Join(s.dir, version+"_"+name)
	if f, err := os.Open(kept); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	w, mine := s.begin(kept)
	if mine {
		if _, err := os.Stat(kept); err != nil { // someone may have made it just before
			w.err = s.make(name, kept, write)
		}
		s.end(kept, w)
	}
	select {
	case <-w.done:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for %s: %w", name, ctx.Err())
	}
	if w.err != nil {
		return nil, w.err
	}
	return os.Open(kept)
}

func (s *Shelf) begin(kept string) (w *work, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w, ok := s.doing[kept]; ok {
		return w, false
	}
	w = &work{done: make(chan struct{})}
	s.doing[kept] = w
	return w, true
}

func (s *Shelf) end(kept string, w *work) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.doing, kept)
	close(w.done)
}

// make writes a file whole before it gets its name.
func (s *Shelf) make(name, kept string, write func(io.Writer) error) error {
	draft, err := os.CreateTemp(s.dir, "draft-*")
	if err != nil {
		return fmt.Errorf("begin %s: %w", name, err)
	}
	err = errors.Join(write(draft), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), kept)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("make %s: %w", name, err), os.Remove(draft.Name()))
	}
	s.forgetOthers(name, kept)
	return nil
}

// forgetOthers removes the other versions of a file. One that somebody reads
// stays until they have done; one that cannot be removed now goes next time.
func (s *Shelf) forgetOthers(name, kept string) {
	all, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, entry := range all {
		other := filepath.Join(s.dir, entry.Name())
		if _, same, _ := strings.Cut(entry.Name(), "_"); same == name && other != kept {
			_ = os.Remove(other)
		}
	}
}
