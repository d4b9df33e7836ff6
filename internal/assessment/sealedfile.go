package assessment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/sealing"
	"telaio/internal/secret"
)

// Pieces keeps the sealed files of evidence of confidential cycles, in pieces,
// by cycle. blob.Pieces does it without times.
type Pieces interface {
	// Put keeps a piece. A cycle that has too many is fault.TooLarge.
	Put(ctx context.Context, group, name string, content []byte) error
	// Get returns a piece, or fault.NotFound.
	Get(ctx context.Context, group, name string) ([]byte, error)
	// Remove forgets a piece and reports whether there was one.
	Remove(ctx context.Context, group, name string) (bool, error)
	RemoveGroup(ctx context.Context, group string) error
	Groups(ctx context.Context) ([]string, error)
}

// pieceSize is the length of every piece in bytes before it is sealed: how long
// a file is cannot be told from pieces of one length, since none says to which
// file it belongs.
const pieceSize = 256 << 10

// What the first byte of a piece says.
const (
	more byte = 0
	last byte = 1
)

// pieceHeader is how many bytes of a piece are not content: those of the padding
// and the first one.
const pieceHeader = 5

func pieceOf(id string, n int) string { return "piece " + strconv.Itoa(n) + " of file " + id }

// vault keeps the sealed files of one cycle.
type vault struct {
	pieces  Pieces
	box     sealing.Box
	cycleID string
}

// put keeps a file and returns its id, which is random.
func (v vault) put(ctx context.Context, content []byte) (string, error) {
	id := secret.Hash(secret.Token())
	for n, rest := 0, content; ; n++ {
		size, mark := min(len(rest), pieceSize-pieceHeader), last
		if size < len(rest) {
			mark = more
		}
		record, err := sealing.Pad(append([]byte{mark}, rest[:size]...), pieceSize)
		if err != nil {
			return "", err
		}
		sealed, err := v.box.Seal(record, pieceOf(id, n))
		if err != nil {
			return "", fmt.Errorf("seal a piece of a file: %w", err)
		}
		if err := v.pieces.Put(ctx, v.cycleID, v.box.Name(pieceOf(id, n)), sealed); err != nil {
			return "", errors.Join(err, v.remove(ctx, id))
		}
		if rest = rest[size:]; mark == last {
			return id, nil
		}
	}
}

// piece opens the n-th piece of a file and reports whether it is the last one.
func (v vault) piece(ctx context.Context, id string, n int) (content []byte, end bool, err error) {
	sealed, err := v.pieces.Get(ctx, v.cycleID, v.box.Name(pieceOf(id, n)))
	if err != nil {
		return nil, false, err
	}
	record, err := v.box.Open(sealed, pieceOf(id, n))
	if err != nil {
		return nil, false, fmt.Errorf("open a piece of a file: %w", err)
	}
	content, err = sealing.Unpad(record)
	if err != nil || len(content) == 0 {
		return nil, false, fmt.Errorf("open a piece of a file: %w", errors.Join(err, sealing.ErrSealed))
	}
	return content[1:], content[0] == last, nil
}

// open opens a file. What is not there is fault.NotFound.
func (v vault) open(ctx context.Context, id string) (io.ReadCloser, error) {
	content, end, err := v.piece(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	next := 1
	return &pieceReader{rest: content, end: end, next: func() ([]byte, bool, error) {
		content, end, err := v.piece(ctx, id, next)
		next++
		return content, end, err
	}}, nil
}

// remove forgets a file. What is not there is gone already.
func (v vault) remove(ctx context.Context, id string) error {
	for n := 0; ; n++ {
		there, err := v.pieces.Remove(ctx, v.cycleID, v.box.Name(pieceOf(id, n)))
		if err != nil || !there {
			return err
		}
	}
}

// keep has nothing to do: sealed files go with their cycle's answers.
func (v vault) keep(context.Context, string) error { return nil }

// pieceReader reads a sealed file piece by piece.
type pieceReader struct {
	rest []byte
	end  bool
	next func() ([]byte, bool, error)
}

// Read returns what comes next of the file.
func (r *pieceReader) Read(to []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.end {
			return 0, io.EOF
		}
		var err error
		if r.rest, r.end, err = r.next(); err != nil {
			return 0, err
		}
	}
	n := copy(to, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Close does nothing: no piece stays open.
func (r *pieceReader) Close() error { return nil }

// located is a piece of evidence with a file, in a sheet.
type located struct {
	sheet Sheet
	item  string
	at    int
}

// bareFiles keeps the sealed files of evidence as ordinary ones, each under a new
// name and in an order that comes from nobody, and names them in the sheets. A
// file that is not there any more leaves its piece of evidence without one. The
// ids that come back are of the files that were kept.
func (u UseCases) bareFiles(ctx context.Context, v vault, sheets map[string]Sheet) ([]string, error) {
	var files []located
	for _, sheet := range sheets {
		for item, a := range sheet {
			for i, e := range a.Evidence {
				if e.File != "" {
					files = append(files, located{sheet, item, i})
				}
			}
		}
	}
	idOf := func(l located) string { return l.sheet[l.item].Evidence[l.at].File }
	slices.SortFunc(files, func(a, b located) int { return strings.Compare(idOf(a), idOf(b)) }) // they are random
	var kept []string
	for _, l := range files {
		e := &l.sheet[l.item].Evidence[l.at]
		id, err := u.bareFile(ctx, v, e.File)
		if fault.KindOf(err) == fault.NotFound {
			e.File, e.FileName = "", ""
			continue
		}
		if err != nil {
			return kept, fmt.Errorf("open a sealed file: %w", err)
		}
		e.File, kept = id, append(kept, id)
	}
	return kept, nil
}

func (u UseCases) bareFile(ctx context.Context, v vault, id string) (string, error) {
	file, err := v.open(ctx, id)
	if err != nil {
		return "", err
	}
	defer file.Close()
	var content bytes.Buffer
	content.WriteString(secret.ID())
	if _, err := content.ReadFrom(file); err != nil {
		return "", err
	}
	return u.Files.Put(ctx, content.Bytes())
}
