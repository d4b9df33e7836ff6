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
	Name           string        `json:"name"`
	OtherRow       int           `json:"other_row,omitempty"` // 0 = it is a page
	OtherName      string        `json:"other_name"`
	OrganisationID string        `json:"organisation_id,omitempty"` // of the page
	Reasons        []twin.Reason `json:"reasons"`
	Score          float64       `json:"score"` // 0 to 1
}

// mostDoubles is how many a report keeps.
const mostDoubles = 300

// doubtful notes what the row may be the same as: another row, or a page.
func (p *planner) doubtful(ctx context.Context, e *entry) (bool, error) {
	look := lookalike.Skeleton(e.Card.Name) + "|" + e.Place.Municipality.Code
	if first, seen := p.looks[look]; seen {
		p.double(e, Double{OtherRow: first, OtherName: e.Card.Name, Reasons: []twin.Reason{twin.SameName, twin.SameTown}, Score: 1})
		return true, nil
	}
	p.looks[look] = e.Row
	if p.doubles == nil {
		p.doubles = p.within()
	}
	if d, ok := p.doubles[e.Row]; ok {
		p.double(e, d)
		return true, nil
	}
	twins, err := p.Directory.Twins(ctx, twin.ProfileOf(e.Card), nil)
	if err != nil || len(twins) == 0 {
		return false, err
	}
	t := twins[0]
	p.double(e, Double{OtherName: t.Name, OrganisationID: t.OrganisationID, Reasons: t.Reasons, Score: t.Score})
	return true, nil
}

// double keeps the double, and warns of it.
func (p *planner) double(e *entry, d Double) {
	d.Row, d.Name = e.Row, e.Card.Name
	message := problem("perhaps_there", "Name", d.OtherName)
	if d.OtherRow != 0 {
		message = problem("same_in_file", "Row", d.OtherRow)
	}
	p.warn(e, "name", message, e.Card.Name)
	if len(p.report.Doubles) < mostDoubles {
		p.report.Doubles = append(p.report.Doubles, d)
	}
}

// within finds the rows that may be the same as an earlier one, by the whole rule
// that recognises twins, by row.
func (p *planner) within() map[int]Double {
	reading := p.UseCases.understanding(p.report.Headings, p.mapping) // the rows are read for a report once more
	profiles := make([]twin.Profile, 0, len(p.rows))
	for _, row := range p.rows {
		o := organisation.Organisation{ID: fmt.Sprintf("%09d", row.Number), State: organisation.Published, Card: reading.entry(row).Card}
		profiles = append(profiles, twin.Of(o))
	}
	pairs := twin.PairsAmong(profiles)
	loose := map[string]int{} // pairs that no name and no street brings together, by row
	for _, pair := range pairs {
		if !told(pair) {
			loose[pair.First.OrganisationID]++
			loose[pair.Second.OrganisationID]++
		}
	}
	doubles := map[int]Double{}
	for _, pair := range pairs { // the likeliest first
		row, other := rowOf(pair.Second), rowOf(pair.First)
		if _, known := doubles[row]; known || !told(pair) && loose[pair.Second.OrganisationID] > mostLoose {
			continue
		}
		doubles[row] = Double{OtherRow: other, OtherName: pair.First.Name, Reasons: pair.Reasons, Score: pair.Score}
	}
	return doubles
}

// mostLoose is with how many others a row may share a website, a mail domain or
// a telephone before those are taken for the ones of a network.
const mostLoose = 3

// told reports whether the pair has more in common than a network's members have.
func told(pair twin.Pair) bool {
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
