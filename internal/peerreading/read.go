package peerreading

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/plan"
	"telaio/internal/questionnaire"
	"telaio/internal/report"
)

// Pieces is what there is to read: the high levels of a self-assessment, with
// what shows them.
type Pieces struct {
	Cycle assessment.Cycle
	Kit   *kit.Kit
	Items []*report.Item
}

// Pieces gathers what the reader sees. Levels that too few people gave are not
// among them, as nowhere outside the organisation; nor are notes.
func (u UseCases) Pieces(ctx context.Context, r Reading) (Pieces, error) {
	c, err := u.Assessments.Find(ctx, r.CycleID)
	if err != nil {
		return Pieces{}, fmt.Errorf("find what is read: %w", err)
	}
	made, err := u.Reports.Report(ctx, c)
	if err != nil {
		return Pieces{}, err
	}
	p := Pieces{Cycle: c, Kit: made.Kit}
	for _, i := range made.Offer(plan.Plan{}).Items {
		if i.Official >= float64(made.Kit.Rules.EvidenceRequiredFromLevel) {
			p.Items = append(p.Items, i)
		}
	}
	return p, nil
}

func (p Pieces) has(item string) bool {
	for _, i := range p.Items {
		if i.ID == item {
			return true
		}
	}
	return false
}

// Accept begins the reading.
func (u UseCases) Accept(ctx context.Context, who account.Subject, r Reading) error {
	if err := mayEdit(who, r.ReaderID); err != nil {
		return err
	}
	if r.State() != Invited {
		return fault.New(fault.Conflict, "peer.moved")
	}
	r.AcceptedAt = u.Clock.Now()
	return u.move(ctx, who, "accepted", r, Invited)
}

// Decline says that the organisation will not read, or reads no more.
func (u UseCases) Decline(ctx context.Context, who account.Subject, r Reading) error {
	if err := mayEdit(who, r.ReaderID); err != nil {
		return err
	}
	from := r.State()
	if from != Invited && from != Reads {
		return fault.New(fault.Conflict, "peer.moved")
	}
	r.DeclinedAt = u.Clock.Now()
	return u.move(ctx, who, "declined", r, from)
}

// Comment keeps what the reader says of an item. c.Number is that of the comment
// that the form was filled in from, 0 for none.
func (u UseCases) Comment(ctx context.Context, who account.Subject, r Reading, c Comment) error {
	if err := mayEdit(who, r.ReaderID); err != nil {
		return err
	}
	if r.State() != Reads {
		return fault.New(fault.Conflict, "peer.moved")
	}
	pieces, err := u.Pieces(ctx, r)
	if err != nil {
		return err
	}
	if !pieces.has(c.Item) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	c.Text = strings.TrimSpace(questionnaire.Clean(c.Text, true))
	if over := utf8.RuneCountInString(c.Text) - MostComment; over > 0 {
		return fault.InvalidFields(map[string]fault.Message{CommentField: {Key: "question.too_long", Args: map[string]any{"Count": over, "Max": MostComment}}})
	}
	c.ReadingID, c.Number, c.PersonID, c.At = r.ID, c.Number+1, who.PersonID, u.Clock.Now()
	if err := u.Records.AddPeerComment(ctx, c); err != nil {
		return fmt.Errorf("comment on another's evidence: %w", err)
	}
	return nil
}

// Finish says that the reader has said all. Those who were read are written to
// and see the comments from now on.
func (u UseCases) Finish(ctx context.Context, who account.Subject, r Reading) error {
	if err := mayEdit(who, r.ReaderID); err != nil {
		return err
	}
	if r.State() != Reads {
		return fault.New(fault.Conflict, "peer.moved")
	}
	editors, err := u.People.EditorsOf(ctx, r.OrganisationID)
	if err != nil {
		return fmt.Errorf("list who was read: %w", err)
	}
	r.DoneAt = u.Clock.Now()
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.move(ctx, who, "finished", r, Reads); err != nil {
			return err
		}
		return u.write(ctx, "peer_read", r, editors, func(language string) string { return u.Links.Readings(language, r.OrganisationID, r.CycleID) })
	})
	if err != nil {
		return fmt.Errorf("finish a reading: %w", err)
	}
	return nil
}

// File opens a file among the evidence that the reader sees.
func (u UseCases) File(ctx context.Context, r Reading, id string) (string, io.ReadCloser, error) {
	if s := r.State(); s != Reads && s != Done {
		return "", nil, fault.New(fault.NotFound, "error.not_found")
	}
	pieces, err := u.Pieces(ctx, r)
	if err != nil {
		return "", nil, err
	}
	for _, i := range pieces.Items {
		for _, e := range i.Evidence {
			if e.File == id && id != "" {
				return u.Assessments.CycleFile(ctx, pieces.Cycle, id)
			}
		}
	}
	return "", nil, fault.New(fault.NotFound, "error.not_found")
}
