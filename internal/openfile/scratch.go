package openfile

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
)

// Scratch keeps texts in a file instead of in memory. The file has no name and
// ends with the program; what is replaced or dropped is written over. It is safe
// for concurrent use.
type Scratch struct {
	dir    string
	mu     sync.RWMutex
	file   *os.File
	end    int64
	at     map[string]span
	lately map[string]string // those that were read, a few at most
}

// mostLately is how many texts are at hand in memory.
const mostLately = 512

// span is a part of the file.
type span struct {
	from int64
	size int
}

// OpenScratch makes the file in a folder.
func OpenScratch(dir string) (*Scratch, error) {
	file, err := nameless(dir)
	if err != nil {
		return nil, fmt.Errorf("make a file for texts: %w", err)
	}
	return &Scratch{dir: dir, file: file, at: map[string]span{}, lately: map[string]string{}}, nil
}

// nameless makes a file that ends when it is closed. Where the name of an open
// file cannot be taken away, the folder is emptied at the next start.
func nameless(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, "scratch-*")
	if err == nil {
		_ = os.Remove(file.Name())
	}
	return file, err
}

// Aside keeps bytes in a file of their own that ends when nobody holds it any
// more: Go closes it then. If the disk is full they stay in memory.
func (s *Scratch) Aside(b []byte) io.ReaderAt {
	file, err := nameless(s.dir)
	if err == nil {
		if _, err = file.Write(b); err == nil {
			return file
		}
		file.Close()
	}
	return bytes.NewReader(b)
}

// Put keeps a text in the place of the one before.
func (s *Scratch) Put(id, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(id)
	if _, err := s.file.WriteAt([]byte(text), s.end); err != nil {
		return fmt.Errorf("keep a text: %w", err)
	}
	s.at[id] = span{s.end, len(text)}
	s.end += int64(len(text))
	return nil
}

// Has reports whether there is a text under the id.
func (s *Scratch) Has(id string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.at[id]
	return ok
}

// Read returns a text; false if there is none under the id.
func (s *Scratch) Read(id string) (text string, ok bool) {
	s.mu.RLock()
	text, ok = s.lately[id]
	part, known := s.at[id]
	s.mu.RUnlock()
	if ok || !known {
		return text, ok
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = slices.Grow((*room)[:0], part.size)[:part.size]
	if _, err := s.file.ReadAt(*room, part.from); err != nil {
		return "", false
	}
	text = string(*room)
	return text, s.remember(id, part, text)
}

// rooms are what texts are read into.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// remember has a text at hand that was read from a part of the file; false if
// something else is under the id by now.
func (s *Scratch) remember(id string, part span, text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at[id] != part {
		return false
	}
	if len(s.lately) >= mostLately {
		clear(s.lately)
	}
	s.lately[id] = text
	return true
}

// Drop forgets a text.
func (s *Scratch) Drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(id)
}

func (s *Scratch) drop(id string) {
	if part, ok := s.at[id]; ok {
		delete(s.at, id)
		delete(s.lately, id)
		_, _ = s.file.WriteAt(make([]byte, part.size), part.from) // nobody finds it any more, and the file ends with the program
	}
}

// Close ends the file.
func (s *Scratch) Close() error { return s.file.Close() }
