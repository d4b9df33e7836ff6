// Package basemap opens the operator's own map of streets: one PMTiles file,
// which browsers read piece by piece. The format is version 3 of
// https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md.
package basemap

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Archive is an opened file that browsers can draw. It is safe for concurrent
// use. A file that is put in its place is seen at the next start.
type Archive struct {
	Credit string // whom the map is owed to by its own word, in plain text; may be ""

	file     *os.File
	size     int64
	modified time.Time
	version  string
}

// Open opens the file and looks whether browsers can draw it. The error says in
// one line what is wrong with it.
func Open(path string) (*Archive, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no such file")
	}
	if err != nil {
		return nil, err
	}
	a, err := examine(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return a, nil
}

func examine(file *os.File) (*Archive, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	h, err := readHeader(file, info.Size())
	if err != nil {
		return nil, err
	}
	credit, err := h.credit(file)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %d ", info.Size(), info.ModTime().UnixNano())
	sum.Write(h.raw[:])
	return &Archive{Credit: credit, file: file, size: info.Size(), modified: info.ModTime(), version: hex.EncodeToString(sum.Sum(nil)[:6])}, nil
}

// Version names the file's content: another file has another.
func (a *Archive) Version() string { return a.version }

// Modified is when the file was last written.
func (a *Archive) Modified() time.Time { return a.modified }

// Content reads the file from its beginning; each call has a place of its own.
func (a *Archive) Content() io.ReadSeeker { return io.NewSectionReader(a.file, 0, a.size) }

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }
