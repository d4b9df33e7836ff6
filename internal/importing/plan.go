package importing

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// move is what the import would do with one row.
type move struct {
	line   Line
	item   Item                      // as it is afterwards
	before Before                    // what is there today
	today  organisation.Organisation // zero for a new one
	card   organisation.Card         // as it is afterwards
	places []organisation.ExactPlace // as they are afterwards
	moved  bool                      // the places change
	id     string                    // that the file asks for
	slug   string                    // that the file asks for, "" = made of the name
	apart  difference                // what somebody told the row from, zero = nothing
}

// part is some of what an import would do.
type part struct {
	moves []move // of rows that do something
	items []Item // of rows that change only what is known of the source
}

func (p part) size() int { return len(p.moves) + len(p.items) }

// planner works out what an import would do.
type planner struct {
	*understanding
	options Options
	id      string // of the import
	source  string
	aspects []aspect
	items   map[string]Item
	keys    map[string]int // rows by key
	looks   map[string]int // rows by name and municipality
	about   map[string]int // rows by the organisation that they are about
	ends    map[int]end    // of rows about what is there already
	rows    []Row
	decided []Double       // what somebody has said of rows that looked like others
	doubles map[int]Double // rows that an earlier one may be the same as; nil = not looked for yet
	report  Report
	ready   part
	take    func(context.Context, part) error // nil = nobody wants the parts
}

// plan says what a file would do, and hands it to take part by part. It changes
// nothing itself.
func (u UseCases) plan(ctx context.Context, i Import, raw []byte, take func(context.Context, part) error) (Report, error) {
	t, err := ReadTable(raw, u.Words.reading(i.Mapping))
	if refusal, ok := isRefusal(err); ok {
		return Report{Format: t.Format, Sheet: t.Sheet, Sheets: t.Sheets, Problem: refusal.Message, Counts: map[Outcome]int{}}, nil
	}
	t = t.withTerms(u.termLabels())
	headings := u.Words.Headings(t, i.Mapping)
	p := planner{
		understanding: u.understanding(headings, i.Mapping), options: i.Options, id: i.ID, source: i.Source,
		items: map[string]Item{}, keys: map[string]int{}, looks: map[string]int{}, about: map[string]int{}, ends: map[int]end{}, take: take, rows: t.Rows,
	}
	p.aspects = aspectsOf(p.at)
	p.report = Report{
		Format: t.Format, Encoding: t.Encoding, Separator: t.Separator, Sheet: t.Sheet, Sheets: t.Sheets, Headings: headings, Counts: map[Outcome]int{},
	}
	if _, named := p.at["name"]; !named {
		p.report.Problem = problem("no_name_column")
		return p.report, nil
	}
	items, err := u.Store.ImportItems(ctx, i.Source)
	if err != nil {
		return Report{}, fmt.Errorf("read what is known of the source: %w", err)
	}
	for _, item := range items {
		p.items[item.Key] = item
	}
	for _, heading := range unknownHeadings(t, i.Mapping) {
		p.report.Problems = append(p.report.Problems, Problem{Column: heading, Message: problem("no_such_heading"), Warning: true})
	}
	for _, row := range t.Above {
		p.report.Problems = append(p.report.Problems, Problem{Row: row.Number, Message: problem("above_headings"), Cell: row.text(), Warning: true})
	}
	for _, bad := range t.Problems {
		p.report.add(Line{Row: bad.Row, Outcome: Wrong}, []Problem{bad})
	}
	for n, row := range t.Rows {
		if n%every == 0 {
			u.Watch.note(i.ID, Progress{Done: n, Total: len(t.Rows)})
			if err := u.renew(ctx); err != nil {
				return Report{}, err
			}
		}
		if err := p.row(ctx, row); err != nil {
			return Report{}, fmt.Errorf("row %d: %w", row.Number, err)
		}
		if err := p.hand(ctx, atOnce); err != nil {
			return Report{}, err
		}
	}
	if err := p.hand(ctx, 1); err != nil {
		return Report{}, err
	}
	u.Watch.note(i.ID, Progress{Done: len(t.Rows), Total: len(t.Rows)})
	p.report.Doubles = append(p.report.Doubles, p.decided...)
	for _, key := range slices.Sorted(maps.Keys(p.choices)) {
		p.report.Choices = append(p.report.Choices, *p.choices[key])
	}
	return p.report, nil
}

// hand hands what is planned on, if there is that much of it.
func (p *planner) hand(ctx context.Context, least int) error {
	if p.ready.size() < least {
		return nil
	}
	some := p.ready
	p.ready = part{}
	if p.take == nil {
		return nil
	}
	return p.take(ctx, some)
}

// every is after how many rows the progress is told.
const every = 250

// row plans one row.
func (p *planner) row(ctx context.Context, row Row) error {
	e := p.entry(row)
	if first, twice := p.keys[e.Key]; twice {
		p.say(&e, "name", problem("twice", "Row", first), e.Card.Name)
	} else {
		p.keys[e.Key] = e.Row
	}
	if e.wrong() {
		p.report.add(Line{Row: e.Row, Name: e.Card.Name, Outcome: Wrong}, e.Problems)
		return nil
	}
	item, known := p.items[e.Key]
	if !known {
		item = Item{Source: p.source, Key: e.Key}
	}
	today, proposal, err := p.match(ctx, e, item)
	if err != nil {
		return err
	}
	if today.ID != "" {
		if first, twice := p.about[today.ID]; twice {
			p.say(&e, "name", problem("twice", "Row", first), e.Card.Name)
			p.report.add(Line{Row: e.Row, Name: e.Card.Name, OrganisationID: today.ID, Outcome: Wrong}, e.Problems)
			return nil
		}
		p.about[today.ID] = e.Row
		p.ends[e.Row] = end{organisationID: today.ID}
	}
	undone := item.OrganisationID != "" && !item.known() && today.State == organisation.Archived
	if today.ID == "" || undone {
		return p.fresh(ctx, e, item, found{today, proposal})
	}
	return p.existing(ctx, e, item, found{today, proposal})
}

// fresh plans a row that is about no organisation that is known.
func (p *planner) fresh(ctx context.Context, e entry, item Item, f found) error {
	m := merge(p.aspects, stateOf(e), state{}, Item{})
	line := Line{Row: e.Row, Name: e.Card.Name, Outcome: Added, Proposed: !p.options.Publish}
	if f.proposal.State.Open() {
		p.ends[e.Row] = end{proposalID: f.proposal.ID}
	}
	switch {
	case f.proposal.ID != "" && maps.Equal(item.Said, m.said):
		line.Outcome = Unchanged
		p.report.add(line, nil)
		return nil
	case f.proposal.State.Open():
		line.Outcome = Waiting
		p.report.add(line, e.Problems)
		return nil
	}
	doubtful, from, err := p.doubtful(ctx, &e)
	if err != nil {
		return err
	}
	line.Doubtful, line.Proposed = doubtful, line.Proposed || doubtful
	made := move{line: line, card: m.card, before: Before{Item: item}, id: e.ID, slug: e.Slug, apart: from, moved: true}
	if !line.Proposed {
		made.today = f.today
	}
	made.item = item
	made.item.Said, made.item.Applied, made.item.ProposalID, made.item.OrganisationID = m.said, m.applied, "", ""
	if m.place != (organisation.ExactPlace{}) {
		m.place.ID = secret.ID()
		made.item.PlaceID, made.places = m.place.ID, []organisation.ExactPlace{m.place}
	}
	made.card.Places = organisation.PublicPlaces(made.places)
	p.do(made, e)
	return nil
}

// do adds the move to the plan.
func (p *planner) do(m move, e entry) {
	p.ready.moves = append(p.ready.moves, m)
	p.report.add(m.line, e.Problems)
}

func stateOf(e entry) state { return state{e.Card, e.Place} }

// existing plans a row about an organisation that is known.
func (p *planner) existing(ctx context.Context, e entry, item Item, f found) error {
	today := f.today
	line := Line{Row: e.Row, Name: e.Card.Name, OrganisationID: today.ID, Outcome: Unchanged, Proposed: !p.options.Publish}
	if today.State == organisation.Archived {
		line.Outcome = Gone
		p.report.add(line, nil)
		return nil
	}
	p.recognised(e, item, today)
	exact, err := p.told(ctx, today)
	if err != nil {
		return err
	}
	at := placeOf(item, today, exact, e.Place)
	now := state{card: today.Card}
	if at >= 0 {
		now.place, e.Place = exact[at], e.in(exact[at].Municipality)
	}
	m := merge(p.mergeable(at, exact), stateOf(e), now, item)
	after := item
	after.OrganisationID, after.Said, after.Applied = today.ID, m.said, m.applied
	line.Parts = m.changed
	switch {
	case len(m.changed) == 0:
		if len(m.kept) > 0 {
			line.Outcome, line.Parts = Kept, m.kept
		}
		if !same(item, after) {
			p.ready.items = append(p.ready.items, after)
			p.report.New++
		}
		p.report.add(line, nil)
		return nil
	case f.proposal.State.Open():
		line.Outcome = Waiting
		p.report.add(line, e.Problems)
		return nil
	}
	line.Outcome = Changed
	// What a source has never told before could undo what people wrote.
	line.Doubtful = !item.known() || today.State == organisation.Unpublished
	line.Proposed = line.Proposed || line.Doubtful
	made := move{line: line, item: after, before: Before{Card: today.Card, Places: exact, Item: item}, today: today, card: m.card, places: exact}
	if made.moved = slices.Contains(m.changed, placePart); made.moved {
		made.places, made.item.PlaceID = placed(exact, at, m.place)
		made.card.Places = organisation.PublicPlaces(made.places)
	}
	for _, kept := range m.kept {
		p.warn(&e, kept, problem("kept"), "")
	}
	p.do(made, e)
	return nil
}

// same reports whether nothing new is known of the row.
func same(a, b Item) bool {
	return a.OrganisationID == b.OrganisationID && reflect.DeepEqual(a.Said, b.Said) && reflect.DeepEqual(a.Applied, b.Applied)
}
