package content

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Overlay returns a file system that looks for each file in upper first and
// then in lower. Folders show what is in either.
func Overlay(upper, lower fs.FS) fs.FS { return overlay{upper, lower} }

type overlay struct{ upper, lower fs.FS }

// Open opens the file of the upper one, if it has it.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return o.lower.Open(name)
		}
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if !info.IsDir() {
		return f, nil
	}
	entries, err := o.ReadDir(name)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &mergedFolder{File: f, rest: entries}, nil
}

// ReadDir lists what is in either folder, by name; a file of the upper one
// hides its namesake.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.upper, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	below, errBelow := fs.ReadDir(o.lower, name)
	if errBelow != nil && (err != nil || !errors.Is(errBelow, fs.ErrNotExist)) {
		return nil, errBelow
	}
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.Name()] = true
	}
	for _, e := range below {
		if !seen[e.Name()] {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// mergedFolder is an open folder of which both sides are listed.
type mergedFolder struct {
	fs.File
	rest []fs.DirEntry
}

// ReadDir lists the next n entries, or all that are left.
func (m *mergedFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(m.rest)
	} else if len(m.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(m.rest))
	next := m.rest[:n]
	m.rest = m.rest[n:]
	return next, nil
}
