package importing

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"telaio/internal/lookalike"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// Double is a row that may be about an organisation that another row, or a page,
// is about too. A person decides.
type Double struct {
	Row            int           `json:"row"`
	Key            string        `json:"key"`
	Name           string        `json:"name"`
	OtherRow       int           `json:"other_row,omitempty"` // 0 = it is a page
	OtherName      string        `json:"other_name"`
	OrganisationID string        `json:"organisation_id,omitempty"` // of the page
	Reasons        []twin.Reason `json:"reasons,omitempty"`
	Score          float64       `json:"score"`          // 0 to 1
	Same           string        `json:"same,omitempty"` // what was decided: the page's id, Apart, or "" = nothing yet
}

// Apart in a Mapping says that a row is about an organisation of its own.
const Apart = "apart"

// Decidable reports whether that can be decided about the row.
func (d Double) Decidable(same string) bool {
	return same == "" || same == Apart || d.OrganisationID != "" && same == d.OrganisationID
}

// mostDoubles is how many a report keeps that are decided, and as many that are not.
const mostDoubles = 300

// doubtful notes what the row may be the same as: another row, or a page. It
// reports whether somebody has to look at it, and what somebody has told it from.
func (p *planner) doubtful(ctx context.Context, e *entry) (bool, difference, error) {
	d, found, err := p.double(ctx, *e)
	if err != nil || !found {
		return false, difference{}, err
	}
	if p.mapping.Same[e.Key] == Apart {
		d.Same = Apart
		p.keepDouble(*e, d)
		return false, p.apartFrom(d), nil
	}
	message := problem("perhaps_there", "Name", d.OtherName)
	if d.OtherRow != 0 {
		message = problem("same_in_file", "Row", d.OtherRow)
	}
	p.warn(e, "name", message, e.Card.Name)
	p.keepDouble(*e, d)
	return true, difference{}, nil
}

// double finds what the row may be the same as.
func (p *planner) double(ctx context.Context, e entry) (Double, bool, error) {
	look := lookalike.Skeleton(e.Card.Name) + "|" + e.Place.Municipality.Code
	if first, seen := p.looks[look]; seen {
		return Double{OtherRow: first, OtherName: e.Card.Name, Reasons: []twin.Reason{twin.SameName, twin.SameTown}, Score: 1}, true, nil
	}
	p.looks[look] = e.Row
	if p.doubles == nil {
		var err error
		if p.doubles, err = p.within(ctx); err != nil {
			return Double{}, false, err
		}
	}
	if d, ok := p.doubles[e.Row]; ok {
		return d, true, nil
	}
	twins, err := p.Directory.Twins(ctx, twin.ProfileOf(e.Card), nil)
	if err != nil || len(twins) == 0 {
		return Double{}, false, err
	}
	t := twins[0]
	return Double{OtherName: t.Name, OrganisationID: t.OrganisationID, Reasons: t.Reasons, Score: t.Score}, true, nil
}

// recognised notes that somebody has said of which page the row is, so that they can
// think better of it while nothing has come of it.
func (p *planner) recognised(e entry, item Item, today organisation.Organisation) {
	if !item.known() && p.mapping.Same[e.Key] == today.ID {
		p.keepDouble(e, Double{OtherName: today.Card.Name, OrganisationID: today.ID, Same: today.ID})
	}
}

// keepDouble keeps it while there is room. Those that somebody has decided come
// after the others, which still ask for something.
func (p *planner) keepDouble(e entry, d Double) {
	d.Row, d.Key, d.Name = e.Row, e.Key, e.Card.Name
	list := &p.report.Doubles
	if d.Same != "" {
		list = &p.decided
	}
	if len(*list) < mostDoubles {
		*list = append(*list, d)
	}
}

// within finds the rows that may be the same as an earlier one, by the whole rule
// that recognises twins, by row.
func (p *planner) within(ctx context.Context) (map[int]Double, error) {
	reading := p.UseCases.understanding(p.report.Headings, p.mapping) // the rows are read for a report once more
	profiles := make([]twin.Profile, 0, len(p.rows))
	for n, row := range p.rows {
		if n%every == 0 {
			p.Watch.note(p.id, Progress{Done: n, Total: len(p.rows), Comparing: true})
			if err := p.renew(ctx); err != nil {
				return nil, err
			}
		}
		o := organisation.Organisation{ID: fmt.Sprintf("%09d", row.Number), State: organisation.Published, Card: reading.entry(row).Card}
		profiles = append(profiles, twin.Of(o))
	}
	p.Watch.note(p.id, Progress{Done: len(p.rows), Total: len(p.rows), Comparing: true})
	pairs := twin.PairsAmong(profiles)
	loose := map[string]int{} // pairs that no name and no street brings together, by row
	for _, pair := range pairs {
		if !near(pair) {
			loose[pair.First.OrganisationID]++
			loose[pair.Second.OrganisationID]++
		}
	}
	doubles := map[int]Double{}
	for _, pair := range pairs { // the likeliest first
		row, other := rowOf(pair.Second), rowOf(pair.First)
		if _, known := doubles[row]; known || !near(pair) && loose[pair.Second.OrganisationID] > mostLoose {
			continue
		}
		doubles[row] = Double{OtherRow: other, OtherName: pair.First.Name, Reasons: pair.Reasons, Score: pair.Score}
	}
	return doubles, nil
}

// mostLoose is with how many others a row may share a website, a mail domain or
// a telephone before those are taken for the ones of a network.
const mostLoose = 3

// near reports whether the pair has more in common than a network's members have.
func near(pair twin.Pair) bool {
	return slices.ContainsFunc([]twin.Reason{twin.SameName, twin.SimilarName, twin.SameStreet}, func(r twin.Reason) bool { return slices.Contains(pair.Reasons, r) })
}

// rowOf is the row whose profile it is.
func rowOf(p twin.Profile) int {
	n, err := strconv.Atoi(p.OrganisationID)
	if err != nil {
		panic(err) // within wrote it
	}
	return n
}
