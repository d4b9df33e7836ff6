package assessment

import (
	"context"
	"errors"
	"fmt"
	"io"

	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Files keeps the files of evidence.
type Files interface {
	Put(ctx context.Context, content []byte) (id string, err error)
	Open(ctx context.Context, id, variant string) (io.ReadSeekCloser, error)
	Remove(ctx context.Context, id string) error
	// Keep makes sure that a file that is named again is not removed as left over,
	// and reports whether it is there.
	Keep(ctx context.Context, id string) (bool, error)
}

// Upload is a file that was sent with an answer, for one piece of its evidence.
type Upload struct {
	Piece   int // place in Answer.Evidence
	Name    string
	Content []byte
}

// Respond saves an answer with the files that were sent with it, and forgets the
// files of evidence that is gone. A file that cannot be taken comes back as
// fault.Invalid beside the answer, all the rest of which has been saved.
func (u UseCases) Respond(ctx context.Context, h Held, a Answer, uploads []Upload) (Answer, error) {
	there, err := u.before(ctx, h, a.Item)
	if err != nil {
		return Answer{}, err
	}
	if !h.Answerable() { // no file is kept for nothing
		return there.newest, fault.New(fault.Conflict, "assessment.not_taken")
	}
	keep, err := u.shelfOf(ctx, &h.Cycle, len(uploads) > 0)
	if err != nil {
		return Answer{}, err
	}
	refused, err := u.attach(ctx, keep, &a, uploads)
	if err != nil {
		return Answer{}, err
	}
	saved, err := u.saveOver(ctx, h, a, there)
	if err != nil {
		return saved, err
	}
	if err := u.dropFiles(ctx, h.Cycle, dropped(there.newest.Evidence, saved.Evidence)); err != nil {
		return saved, err
	}
	if refused != nil {
		return saved, fault.InvalidFields(map[string]fault.Message{EvidenceField: *refused})
	}
	return saved, nil
}

// shelf is where the files of evidence of a cycle are while people answer.
type shelf interface {
	put(ctx context.Context, content []byte) (id string, err error)
	open(ctx context.Context, id string) (io.ReadCloser, error)
	remove(ctx context.Context, id string) error
	keep(ctx context.Context, id string) error // that is named in a record again
}

// shelfOf returns the cycle's shelf. A confidential one needs the cycle's key,
// which is made for the first file if so asked; without it there is no file.
func (u UseCases) shelfOf(ctx context.Context, c *Cycle, make bool) (shelf, error) {
	if c.Mode != Confidential || c.State() != Answering {
		return bareShelf{u.Files}, nil
	}
	if make {
		box, err := u.box(ctx, c)
		return vault{u.SealedFiles, box, c.ID}, err
	}
	box, _, err := u.boxThere(*c)
	return vault{u.SealedFiles, box, c.ID}, err
}

// attach keeps the uploads and names them in the answer's evidence. It returns
// why the last file that cannot be taken was refused.
func (u UseCases) attach(ctx context.Context, keep shelf, a *Answer, uploads []Upload) (*fault.Message, error) {
	var refused *fault.Message
	for _, e := range cleanEvidence(a.Evidence) {
		if e.File == "" {
			continue
		}
		if err := keep.keep(ctx, e.File); err != nil {
			return nil, fmt.Errorf("keep a file of evidence: %w", err)
		}
	}
	for _, upload := range uploads {
		if upload.Piece < 0 || upload.Piece >= len(a.Evidence) || upload.Piece >= MostEvidence {
			continue
		}
		taken, err := u.Attachments.Take(ctx, upload.Name, upload.Content)
		if refusal, ok := errors.AsType[*fault.Error](err); ok && refusal.Kind != fault.Unavailable {
			refused = &refusal.Message
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("take a file of evidence: %w", err)
		}
		id, err := keep.put(ctx, taken.Content)
		if refusal, ok := errors.AsType[*fault.Error](err); ok && refusal.Kind == fault.TooLarge {
			refused = &refusal.Message
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("keep a file of evidence: %w", err)
		}
		a.Evidence[upload.Piece].File, a.Evidence[upload.Piece].FileName = id, taken.Name
	}
	return refused, nil
}

// dropped lists the files that were among the evidence and are no more.
func dropped(before, after []Evidence) []string {
	there := map[string]bool{}
	for _, e := range after {
		there[e.File] = true
	}
	var ids []string
	for _, e := range before {
		if e.File != "" && !there[e.File] {
			ids = append(ids, e.File)
		}
	}
	return ids
}

// filesOf lists the files of a participant's evidence.
func (u UseCases) filesOf(ctx context.Context, c Cycle, p Participant) ([]string, error) {
	sheet, err := u.Sheet(ctx, Held{Cycle: c, Participant: p})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range sheet {
		ids = append(ids, dropped(a.Evidence, nil)...)
	}
	return ids, nil
}

// dropFiles forgets files of evidence of a cycle that takes answers.
func (u UseCases) dropFiles(ctx context.Context, c Cycle, ids []string) error {
	from, err := u.shelfOf(ctx, &c, false)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := from.remove(ctx, id); err != nil {
			return fmt.Errorf("remove a file of evidence: %w", err)
		}
	}
	return nil
}

// bareShelf keeps files as they are. Random bytes before the content make sure
// that the same document of two people is two files, which go one by one, and
// that nobody can guess a file's name from having the document: the store names
// files by their content.
type bareShelf struct{ files Files }

// saltSize is how many bytes stand before the content: those of secret.ID.
const saltSize = 20

func (b bareShelf) put(ctx context.Context, content []byte) (string, error) {
	return b.files.Put(ctx, append([]byte(secret.ID()), content...))
}

func (b bareShelf) open(ctx context.Context, id string) (io.ReadCloser, error) {
	file, err := b.files.Open(ctx, id, "")
	if err != nil {
		return nil, err
	}
	if _, err := file.Seek(saltSize, io.SeekStart); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func (b bareShelf) keep(ctx context.Context, id string) error {
	_, err := b.files.Keep(ctx, id)
	return err
}

func (b bareShelf) remove(ctx context.Context, id string) error { return b.files.Remove(ctx, id) }

// OwnFile opens a file of the participant's own evidence, and returns the name
// that it was given.
func (u UseCases) OwnFile(ctx context.Context, h Held, id string) (string, io.ReadCloser, error) {
	sheet, err := u.Sheet(ctx, h)
	if err != nil {
		return "", nil, err
	}
	for _, a := range sheet {
		if name, ok := nameOf(a.Evidence, id); ok {
			file, err := u.openFile(ctx, h.Cycle, id)
			return name, file, err
		}
	}
	return "", nil, fault.New(fault.NotFound, "error.not_found")
}

// CycleFile opens a file of evidence for the organisation's people, once
// answering has ended.
func (u UseCases) CycleFile(ctx context.Context, c Cycle, id string) (string, io.ReadCloser, error) {
	material, err := u.Result(ctx, c)
	if err != nil {
		return "", nil, err
	}
	for _, evidence := range material.Evidence {
		if name, ok := nameOf(evidence, id); ok {
			file, err := u.openFile(ctx, c, id)
			return name, file, err
		}
	}
	return "", nil, fault.New(fault.NotFound, "error.not_found")
}

func nameOf(evidence []Evidence, id string) (string, bool) {
	for _, e := range evidence {
		if e.File == id && id != "" {
			return e.FileName, true
		}
	}
	return "", false
}

func (u UseCases) openFile(ctx context.Context, c Cycle, id string) (io.ReadCloser, error) {
	from, err := u.shelfOf(ctx, &c, false)
	if err != nil {
		return nil, err
	}
	file, err := from.open(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open a file of evidence: %w", err)
	}
	return file, nil
}
