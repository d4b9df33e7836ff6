package merge

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/consent"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// Preview is everything that somebody sees before two become one.
type Preview struct {
	Left, Right organisation.Organisation // the left one stays
	Reasons     []twin.Reason
	Score       float64
	Choices     Choices // complete
	Result      organisation.Card
	KeptBack    [2]int     // places of each that keep something from the public
	Moves       Belongings // of the right one, to the left one
	Editors     []account.Person
	Narrowed    []consent.Purpose
	Apart       twin.Apart // zero = nobody has told them apart
	Obstacle    string     // message key of why they cannot be merged, "" = they can
}

// Preview puts two organisations beside each other and says what would become
// of them. It shows no more of places than is public.
func (u UseCases) Preview(ctx context.Context, keptID, goneID string, chosen Choices) (Preview, error) {
	m, err := u.meet(ctx, keptID, goneID)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Left: m.left, Right: m.right, Choices: chosen.Complete(m.left.Card, m.right.Card), Narrowed: m.narrowed(), Obstacle: m.obstacle()}
	likely, _ := twin.Likely(twin.Of(m.left), twin.Of(m.right))
	p.Reasons, p.Score = likely.Reasons, likely.Score
	p.Result, _ = m.result(chosen)
	p.KeptBack = [2]int{keptBack(m.leftPlaces), keptBack(m.rightPlaces)}
	if p.Moves, err = u.Store.BelongingsOf(ctx, goneID); err != nil {
		return p, fmt.Errorf("count what would move: %w", err)
	}
	if p.Editors, err = u.People.EditorsOf(ctx, goneID); err != nil {
		return p, fmt.Errorf("list the editors: %w", err)
	}
	apart, err := u.apart(ctx)
	if err != nil {
		return p, err
	}
	p.Apart = apart[idsOf(keptID, goneID)]
	return p, nil
}

// meeting is two organisations with what a merge has to know of them.
type meeting struct {
	left, right             organisation.Organisation
	leftPlaces, rightPlaces []organisation.ExactPlace
	leftSaid, rightSaid     []consent.Entry
	leaving                 bool // one of them asks to leave the atlas
}

func (u UseCases) meet(ctx context.Context, keptID, goneID string) (meeting, error) {
	var m meeting
	var err error
	if keptID == goneID {
		return m, fault.New(fault.NotFound, "error.not_found")
	}
	if m.left, m.right, err = u.both(ctx, ids{keptID, goneID}); err != nil {
		return m, err
	}
	if m.leftPlaces, err = u.places(ctx, m.left); err != nil {
		return m, err
	}
	if m.rightPlaces, err = u.places(ctx, m.right); err != nil {
		return m, err
	}
	if m.leftSaid, err = u.Store.ConsentsOfOrganisation(ctx, keptID); err != nil {
		return m, fmt.Errorf("read the consents: %w", err)
	}
	if m.rightSaid, err = u.Store.ConsentsOfOrganisation(ctx, goneID); err != nil {
		return m, fmt.Errorf("read the consents: %w", err)
	}
	for _, id := range []string{keptID, goneID} {
		proposals, err := u.Store.ProposalsOfOrganisation(ctx, id)
		if err != nil {
			return m, fmt.Errorf("list the proposals: %w", err)
		}
		for _, p := range proposals {
			m.leaving = m.leaving || p.Origin == organisation.Withdrawal && p.State.Open()
		}
	}
	return m, nil
}

// places are as they were told, or as the public knows them where nothing was
// told apart.
func (u UseCases) places(ctx context.Context, o organisation.Organisation) ([]organisation.ExactPlace, error) {
	exact, err := u.Store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return nil, fmt.Errorf("read the places: %w", err)
	}
	if len(exact) == 0 {
		exact = tellPlaces(o.Card.Places)
	}
	return exact, nil
}

// result is the card that comes out, and its places as they were told.
func (m meeting) result(chosen Choices) (organisation.Card, []organisation.ExactPlace) {
	card := Unite(m.left, m.right, chosen)
	places := UnitePlaces(m.leftPlaces, m.rightPlaces, chosen.Complete(m.left.Card, m.right.Card)[Places])
	card.Places = organisation.PublicPlaces(places)
	return card, places
}

// obstacle is the key of why the two cannot be merged as they are.
func (m meeting) obstacle() string {
	switch {
	case !m.left.State.Stands() || !m.right.State.Stands():
		return "merge.error.gone"
	case m.left.Example != m.right.Example:
		return "merge.error.invented"
	case m.left.State == organisation.Unpublished && m.right.State == organisation.Published:
		return "merge.error.keep_the_public_one"
	case m.leaving:
		return "merge.error.leaving"
	default:
		return ""
	}
}

// narrowed lists what the one that stays allows and the other does not.
func (m meeting) narrowed() []consent.Purpose { return Narrowed(m.leftSaid, m.rightSaid) }

// Narrowed lists the purposes that must count as refused from now on, so that
// two together allow no more than each alone: those that the one that stays
// allowed, or was never asked about, and the other, which was asked, did not
// allow.
func Narrowed(stays, goes []consent.Entry) []consent.Purpose {
	kept, gone := consent.Current(stays), consent.Current(goes)
	if len(gone) == 0 {
		return nil
	}
	var narrowed []consent.Purpose
	for _, purpose := range consent.Purposes() {
		mine, asked := kept[purpose]
		theirs, known := gone[purpose]
		refused := known && !theirs.Given
		if refused && (!asked || mine.Given) || asked && mine.Given && !known {
			narrowed = append(narrowed, purpose)
		}
	}
	return narrowed
}

// keptBack counts the places of which more is known than the public learns.
func keptBack(places []organisation.ExactPlace) int {
	n := 0
	for _, place := range places {
		public, shows := place.Public()
		whole := public.Name == place.Name && public.Address == place.Address && public.Municipality == place.Municipality
		if !shows || !whole {
			n++
		}
	}
	return n
}
