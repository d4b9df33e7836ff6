package importing

import "telaio/internal/fault"

// Outcome is what becomes of a row.
type Outcome string

// The outcomes of a row.
const (
	Added     Outcome = "added"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged" // the source says what it said before
	Kept      Outcome = "kept"      // people have changed what the source would change
	Waiting   Outcome = "waiting"   // an earlier proposal of the row has to be decided first
	Gone      Outcome = "gone"      // the organisation has left the atlas
	Wrong     Outcome = "wrong"     // the row cannot be taken
)

// Outcomes lists the outcomes, those that ask for work first.
func Outcomes() []Outcome { return []Outcome{Wrong, Added, Changed, Unchanged, Kept, Waiting, Gone} }

// Line is what becomes of one row.
type Line struct {
	Row            int      `json:"row"`
	Name           string   `json:"name,omitempty"`
	Outcome        Outcome  `json:"outcome"`
	Proposed       bool     `json:"proposed,omitempty"` // to be reviewed, not public at once
	Doubtful       bool     `json:"doubtful,omitempty"` // to be reviewed in any case
	OrganisationID string   `json:"organisation_id,omitempty"`
	Parts          []string `json:"parts,omitempty"` // what changes, or was kept
}

// Report says what a file would do, or has done.
type Report struct {
	Format    Format          `json:"format,omitempty"`
	Encoding  string          `json:"encoding,omitempty"`
	Separator string          `json:"separator,omitempty"`
	Sheet     string          `json:"sheet,omitempty"`  // of a workbook, that was read
	Sheets    []string        `json:"sheets,omitempty"` // of the workbook
	Problem   fault.Message   `json:"problem,omitzero"` // why nothing of the file can be read
	Headings  []Heading       `json:"headings,omitempty"`
	Choices   []Choice        `json:"choices,omitempty"`
	Counts    map[Outcome]int `json:"counts,omitempty"`
	Proposed  int             `json:"proposed,omitempty"` // of those added and changed
	Doubtful  int             `json:"doubtful,omitempty"` // of those, what a person has to see first in any case
	New       int             `json:"new,omitempty"`      // rows that change only what is known of the source
	Details   `json:"-"`
}

// Details are what a report says of single rows.
type Details struct {
	Lines    []Line    `json:"lines,omitempty"` // the first ones of interest
	Problems []Problem `json:"problems,omitempty"`
	More     int       `json:"more,omitempty"`    // problems beyond those kept
	Doubles  []Double  `json:"doubles,omitempty"` // the first ones, those that nobody has decided before the others
	Stayed   []Line    `json:"stayed,omitempty"`  // after an undo: what people have changed since
}

// What a report keeps. The counts are of everything.
const (
	mostLines    = 20_000
	mostProblems = 20_000
)

// Rows is how many rows the file has.
func (r Report) Rows() int {
	n := 0
	for _, count := range r.Counts {
		n += count
	}
	return n
}

// Does reports whether there is anything to do.
func (r Report) Does() bool { return r.Counts[Added]+r.Counts[Changed] > 0 }

// Learns reports whether taking the file changes anything, be it only what is
// known of its source.
func (r Report) Learns() bool { return r.Does() || r.New > 0 }

// Applicable reports whether the file can be taken: as a whole, or without the
// rows that are wrong.
func (r Report) Applicable(o Options) bool {
	return r.Problem.Key == "" && (o.Skip || r.Counts[Wrong] == 0)
}

// add counts a line and keeps it while there is room.
func (r *Report) add(l Line, problems []Problem) {
	if r.Counts == nil {
		r.Counts = map[Outcome]int{}
	}
	r.Counts[l.Outcome]++
	if l.Outcome == Added || l.Outcome == Changed {
		if l.Proposed {
			r.Proposed++
		}
		if l.Doubtful {
			r.Doubtful++
		}
	}
	if l.Outcome != Unchanged && len(r.Lines) < mostLines {
		r.Lines = append(r.Lines, l)
	}
	for _, p := range problems {
		if len(r.Problems) == mostProblems {
			r.More++
			continue
		}
		r.Problems = append(r.Problems, p)
	}
}
