package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"time"

	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Pieces keeps pieces of sealed files so that an ordinary copy of the folder
// tells nothing of them but their number: all have the same time, that of the
// folder included, and their names are whatever the caller gives. What Put has
// acknowledged survives a power cut.
type Pieces struct{ root *os.Root }

// OpenPieces opens the store at dir, which it makes if need be.
func OpenPieces(dir string) (*Pieces, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of pieces: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the directory of pieces: %w", err)
	}
	return &Pieces{root: root}, nil
}

// Close releases the directory.
func (p *Pieces) Close() error { return p.root.Close() }

// timeless is the time of every piece.
func timeless() time.Time { return time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC) }

// mostPieces is how many a group may have.
const mostPieces = 2000

var validPiece = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

func pieceName(group, name string) (string, error) {
	if !validPiece.MatchString(group) || !validPiece.MatchString(name) {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	return path.Join(group, name), nil
}

// Put keeps a piece. A group that is full is fault.TooLarge.
func (p *Pieces) Put(_ context.Context, group, name string, content []byte) error {
	target, err := pieceName(group, name)
	if err != nil {
		return err
	}
	if err := p.root.Mkdir(group, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return refused("make a directory of pieces", err)
	}
	there, err := p.list(group)
	if err != nil {
		return refused("count the pieces", err)
	}
	if len(there) >= mostPieces {
		return fault.New(fault.TooLarge, "attachment.no_room")
	}
	fresh := path.Join(group, "."+secret.ID())
	err = errors.Join(p.write(fresh, content), p.root.Chtimes(fresh, timeless(), timeless()))
	if err == nil {
		err = p.root.Rename(fresh, target)
	}
	if err != nil {
		_ = p.root.Remove(fresh)
		return refused("write a piece", err)
	}
	return refused("sync the pieces", p.settle(group))
}

func (p *Pieces) write(name string, content []byte) error {
	file, err := p.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

// settle brings the group's directory to the disk and takes its time away.
func (p *Pieces) settle(group string) error {
	for _, name := range []string{group, "."} {
		directory, err := p.root.Open(name)
		if err != nil {
			return err
		}
		if err := errors.Join(directory.Sync(), directory.Close(), p.root.Chtimes(name, timeless(), timeless())); err != nil {
			return err
		}
	}
	return nil
}

// Get returns a piece. What is not there is fault.NotFound.
func (p *Pieces) Get(_ context.Context, group, name string) ([]byte, error) {
	target, err := pieceName(group, name)
	if err != nil {
		return nil, err
	}
	content, err := p.root.ReadFile(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return nil, fmt.Errorf("read a piece: %w", err)
	}
	_ = p.root.Chtimes(target, timeless(), timeless()) // that it was read tells when, too
	return content, nil
}

// Remove forgets a piece and reports whether there was one.
func (p *Pieces) Remove(_ context.Context, group, name string) (bool, error) {
	target, err := pieceName(group, name)
	if err != nil {
		return false, err
	}
	err = p.root.Remove(target)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = p.settle(group)
	}
	return err == nil, refused("remove a piece", err)
}

// RemoveGroup forgets all pieces of a group.
func (p *Pieces) RemoveGroup(_ context.Context, group string) error {
	if !validPiece.MatchString(group) {
		return nil
	}
	err := errors.Join(p.root.RemoveAll(group), p.root.Chtimes(".", timeless(), timeless()))
	return refused("remove a group of pieces", err)
}

// Groups lists the groups that have pieces.
func (p *Pieces) Groups(context.Context) ([]string, error) {
	groups, err := p.list(".")
	if err != nil {
		return nil, fmt.Errorf("list the groups of pieces: %w", err)
	}
	return groups, nil
}

func (p *Pieces) list(name string) ([]string, error) {
	directory, err := p.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer directory.Close()
	return directory.Readdirnames(-1)
}
