package importing

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/folding"
	"telaio/internal/inert"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// entry is a row as it was understood.
type entry struct {
	Row      int
	Key      string
	ID, Slug string // as the file has them
	Card     organisation.Card
	Place    organisation.ExactPlace // zero if the row says nothing of a place
	town     string                  // as the row calls it, "" if somebody has chosen which one that is
	hints    hints                   // of where it is
	Problems []Problem
}

// wrong reports whether the row cannot be taken.
func (e entry) wrong() bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return !p.Warning })
}

// understanding reads the rows of one file.
type understanding struct {
	UseCases
	at        map[string]int    // position of each column
	heading   map[string]string // of each column, for people
	mapping   Mapping
	questions []questionnaire.Question
	labels    map[taxonomy.ID]map[string]string // plain label or code to code
	choices   map[string]*Choice
	explained map[string]bool // towns of which was said how they are read
}

// Choice is a municipality that somebody has to choose.
type Choice struct {
	Key   string // of the mapping
	Typed string // as the file writes it
	Rows  []int
	Among []Option
}

// Option is one municipality to choose.
type Option struct{ Code, Label string }

// questioned are the columns that are answers to questions of the form.
func questioned() []string {
	return []string{
		"name", "other_names", "types", "target", "target_groups", "solidarity", "email", "phone", "website", "year",
		"short_description", "story", "source",
	}
}

// coded are the columns whose parts are codes or labels of a taxonomy.
func coded() map[string]taxonomy.ID {
	return map[string]taxonomy.ID{
		"types": taxonomy.OrganisationType, "target_groups": taxonomy.TargetGroup, "solidarity_forms": taxonomy.SolidarityForm,
		"region": taxonomy.Region, "place_publicity": taxonomy.Publicity,
	}
}

func (u UseCases) understanding(headings []Heading, m Mapping) *understanding {
	r := &understanding{
		UseCases: u, at: positions(headings), heading: map[string]string{}, mapping: m,
		labels: u.termLabels(), choices: map[string]*Choice{}, explained: map[string]bool{},
	}
	for _, h := range headings {
		if h.Column != "" {
			r.heading[h.Column] = h.Text
		}
	}
	for _, id := range questioned() {
		if q, ok := u.Form.Question(id); ok {
			q.Required = false
			r.questions = append(r.questions, q)
		}
	}
	return r
}

// termLabels map the plain codes and labels of the taxonomies, in any language, to the
// codes.
func (u UseCases) termLabels() map[taxonomy.ID]map[string]string {
	all := map[taxonomy.ID]map[string]string{}
	for _, id := range coded() {
		all[id] = map[string]string{}
		for _, term := range u.Taxonomies[id].Terms {
			all[id][plain(term.Code)] = term.Code
			for _, label := range term.Label {
				all[id][plain(label)] = term.Code
			}
		}
	}
	return all
}

// text is the cell of a column, without the apostrophes that keep a spreadsheet
// from running it.
func (u *understanding) text(row Row, column string) string {
	at, ok := u.at[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(inert.Bare(strings.TrimSpace(row.cell(at))))
}

// entry understands a row.
func (u *understanding) entry(row Row) entry {
	e := entry{Row: row.Number, ID: u.text(row, "id"), Slug: u.text(row, "slug")}
	typed := url.Values{}
	for column := range u.at {
		text := u.text(row, column)
		if text == "" {
			continue
		}
		switch column {
		case "types", "target_groups":
			typed[column] = u.codes(&e, column, text)
		case "solidarity_forms":
			typed["solidarity"] = u.codes(&e, column, text)
		case "other_names":
			typed.Set(column, strings.Join(parts(text), "\n"))
		case "year":
			typed.Set(column, yearIn(text))
		default:
			typed.Set(column, text)
		}
	}
	answers := u.Form.Read(u.questions, typed)
	u.check(&e, row, answers)
	e.Card = intake.Read(answers, nil).Card
	u.place(&e, row)
	if e.Place.ID = ""; e.Place != (organisation.ExactPlace{}) {
		e.Card.Places = organisation.PublicPlaces([]organisation.ExactPlace{e.Place})
	}
	e.Key = keyOf(e, u.text(row, "municipality"))
	return e
}

// check adds what the form would say of the answers.
func (u *understanding) check(e *entry, row Row, answers questionnaire.Answers) {
	problems := u.Form.Check(u.questions, answers, nil)
	for _, q := range u.questions {
		if m, ok := problems[q.ID]; ok {
			column := q.ID
			if column == "solidarity" {
				column = "solidarity_forms"
			}
			u.say(e, column, m, u.text(row, column))
		}
	}
	if answers["name"].Text == "" {
		u.say(e, "name", problem("nameless"), "")
	}
}

// say adds a problem for which the row cannot be taken.
func (u *understanding) say(e *entry, column string, m fault.Message, cell string) {
	e.Problems = append(e.Problems, Problem{Row: e.Row, Column: u.column(column), Message: m, Cell: excerpt(cell)})
}

// warn adds something worth knowing.
func (u *understanding) warn(e *entry, column string, m fault.Message, cell string) {
	e.Problems = append(e.Problems, Problem{Row: e.Row, Column: u.column(column), Message: m, Cell: excerpt(cell), Warning: true})
}

// column is how the file calls a column.
func (u *understanding) column(name string) string { return cmp.Or(u.heading[name], name) }

// parts are those of a list in one cell.
func parts(cell string) []string {
	var list []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\n' || r == '|' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// codes turns codes and labels in any language into codes. A label may hold a
// comma, and some files separate by commas: the whole part is looked up first.
func (u *understanding) codes(e *entry, column, cell string) []string {
	var codes []string
	for _, part := range parts(cell) {
		if code, ok := u.code(column, part); ok {
			codes = append(codes, code)
			continue
		}
		for piece := range strings.SplitSeq(part, ",") {
			code, ok := u.code(column, piece)
			if !ok {
				u.say(e, column, problem("not_listed", "Value", excerpt(strings.TrimSpace(piece))), cell)
				continue
			}
			codes = append(codes, code)
		}
	}
	return codes
}

func (u *understanding) code(column, text string) (string, bool) {
	code, ok := u.labels[coded()[column]][plain(text)]
	return code, ok
}

// datedYear finds the year of a date that can be read in one way only.
var datedYear = regexp.MustCompile(`^(?:(?:\d{1,2}[./-]){1,2}((?:18|19|20)\d\d)|((?:18|19|20)\d\d)[./-]\d{1,2}(?:[./-]\d{1,2})?(?:[T ].*)?)$`)

// writtenYear finds the only number of a cell: "marzo 2009", "dal 2009".
var writtenYear = regexp.MustCompile(`^\D{0,20}((?:18|19|20)\d\d)\D{0,20}$`)

// spelledDate finds the year of a date whose month is a word: "3 dicembre 2009",
// "12-apr-2013".
var spelledDate = regexp.MustCompile(`^\d{1,2}[.°]?[ -]+\pL{3,12}\.?[ -]+((?:18|19|20)\d\d)$`)

// yearIn is the year of a cell: of a whole date, among words, or of a number that
// a spreadsheet gave decimals.
func yearIn(cell string) string {
	if m := datedYear.FindStringSubmatch(cell); m != nil {
		return m[1] + m[2]
	}
	for _, written := range []*regexp.Regexp{writtenYear, spelledDate} {
		if m := written.FindStringSubmatch(cell); m != nil {
			return m[1]
		}
	}
	return strings.TrimSuffix(strings.TrimSuffix(cell, ".0"), ",0")
}

// keyOf is what a source knows the row by: its id, its slug, or its name and
// municipality.
func keyOf(e entry, municipality string) string {
	switch {
	case e.ID != "":
		return "id:" + excerpt(e.ID)
	case e.Slug != "":
		return "slug:" + excerpt(e.Slug)
	default:
		return "name:" + excerpt(folding.Fold(e.Card.Name)+"|"+folding.Fold(municipality))
	}
}
