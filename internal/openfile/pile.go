package openfile

import (
	"fmt"
	"os"
	"slices"
	"sync/atomic"
)

// Pile keeps byte strings one after the other in a file of a bounded size. The
// file has no name and ends when nobody holds the pile any more: Go closes it
// then. It is safe for concurrent use.
type Pile struct {
	file *os.File
	most int64
	end  atomic.Int64
}

// Part is one byte string of a pile.
type Part struct{ from, size uint32 }

// NewPile makes a pile of at most so many bytes, 4 GiB at most, in a folder.
func NewPile(dir string, most uint32) (*Pile, error) {
	file, err := nameless(dir)
	if err != nil {
		return nil, fmt.Errorf("make a file to keep things in: %w", err)
	}
	return &Pile{file: file, most: int64(most)}, nil
}

// Put keeps b; false if there is no room for it, or the disk has none.
func (p *Pile) Put(b []byte) (Part, bool) {
	end := p.end.Add(int64(len(b)))
	if end > p.most {
		return Part{}, false
	}
	from := end - int64(len(b))
	_, err := p.file.WriteAt(b, from)
	return Part{uint32(from), uint32(len(b))}, err == nil
}

// Read returns what was put, in the room, grown if need be.
func (p *Pile) Read(part Part, room []byte) ([]byte, error) {
	b := slices.Grow(room[:0], int(part.size))[:part.size]
	if _, err := p.file.ReadAt(b, int64(part.from)); err != nil {
		return nil, fmt.Errorf("read what was kept: %w", err)
	}
	return b, nil
}
