package questionnaire

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Read takes the answers to the questions from posted form values. Names are
// question ids; "ID.other" is the text beside other; "ID.code" a town's chosen
// code; "ID.missing" a chosen missing reason; "ID.ROW" a matrix row; items of a
// Repeat are "ID.0.CHILD" with "ID.0._id". Text is cleaned (NFC, no control or
// direction characters) but never cut: what is too long is for Check to say.
// Where one answer excludes the others, a missing reason may also be posted as
// the answer itself: "ID" with the value "-98". What was not answered is not
// among the answers.
func (d *Definition) Read(questions []Question, form url.Values) Answers {
	answers := Answers{}
	for i := range questions {
		q := &questions[i]
		if q.Type == Repeat {
			if items := d.readItems(q, form); len(items) > 0 {
				answers[q.ID] = Value{Items: items}
			}
			continue
		}
		if v := d.readValue(q, q.ID, form); !v.empty() {
			answers[q.ID] = v
		}
	}
	return answers
}

// readValue reads the answer to q whose field has the name.
func (d *Definition) readValue(q *Question, name string, form url.Values) Value {
	v := Value{Missing: readMissing(q, form.Get(name+".missing"))}
	switch q.Type {
	case Calculated:
		return Value{}
	case MultiChoice:
		v.Codes = inOrder(d.Options(*q), form[name])
	case Matrix:
		v.Rows = readRows(q, name, form)
	case LongText:
		v.Text = Clean(form.Get(name), true)
	default:
		v.Text = canonical(q.Type, Clean(form.Get(name), false))
	}
	if excludes(q.Type) && v.Missing == Answered {
		if reason := readMissing(q, v.Text); reason != Answered {
			v.Text, v.Missing = "", reason
		}
	}
	if q.Other {
		v.Other = Clean(form.Get(name+".other"), false)
	}
	v.Turned = v.Text != "" && turns(form.Get(name)) || v.Other != "" && turns(form.Get(name+".other"))
	if q.Type == Municipality {
		if code := Clean(form.Get(name+".code"), false); code != "" {
			v.Codes = []string{code}
		}
	}
	return v
}

// excludes reports whether one answer to a question of the type excludes all
// others.
func excludes(t Type) bool { return t == SingleChoice || t == Scale || t == YesNo }

func readMissing(q *Question, s string) Missing {
	if s == "" || len(q.Missing) == 0 {
		return Answered
	}
	n, err := strconv.Atoi(s)
	if err != nil || (Missing(n) != Refused && Missing(n) != DontKnow) {
		return Answered
	}
	return Missing(n)
}

func readRows(q *Question, name string, form url.Values) map[string]string {
	var rows map[string]string
	for _, row := range q.Rows {
		code := Clean(form.Get(name+"."+row.Code), false)
		if code == "" {
			continue
		}
		if rows == nil {
			rows = map[string]string{}
		}
		rows[row.Code] = code
	}
	return rows
}

// inOrder cleans the codes and puts them in the order of the options, unknown
// ones last, each once.
func inOrder(options []Option, posted []string) []string {
	if len(posted) == 0 {
		return nil
	}
	codes := make([]string, 0, len(posted))
	seen := make(map[string]bool, len(posted))
	for _, code := range posted {
		code = Clean(code, false)
		if code != "" && !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	order := make(map[string]int, len(options))
	for i, o := range options {
		order[o.Code] = i - len(options)
	}
	slices.SortStableFunc(codes, func(a, b string) int { return order[a] - order[b] })
	return codes
}

// readItems reads the items of a Repeat in the order of their numbers, which
// may have gaps where the page removed one.
func (d *Definition) readItems(q *Question, form url.Values) []Answers {
	prefix := q.ID + "."
	var numbers []int
	for name := range form {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		digits, _, ok := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(digits); ok && err == nil && len(digits) <= 4 && strconv.Itoa(n) == digits && n >= 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var items []Answers
	for _, n := range slices.Compact(numbers) {
		if item := d.readItem(q, prefix+strconv.Itoa(n)+".", form); len(item) > 0 {
			items = append(items, item)
		}
	}
	return items
}

var itemIDPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,40}$`)

func (d *Definition) readItem(q *Question, prefix string, form url.Values) Answers {
	item := Answers{}
	if id := form.Get(prefix + ItemID); itemIDPattern.MatchString(id) {
		item[ItemID] = Value{Text: id}
	}
	for i := range q.Questions {
		child := &q.Questions[i]
		if v := d.readValue(child, prefix+child.ID, form); !v.empty() {
			item[child.ID] = v
		}
	}
	return item
}

// canonical writes what a person typed the one way in which it is stored, if it
// can only mean one thing, and leaves it as it is otherwise.
func canonical(t Type, s string) string {
	if s == "" {
		return ""
	}
	switch t {
	case Integer, Year:
		return canonicalNumber(s)
	case Number:
		return canonicalDecimal(s)
	case Date:
		return canonicalDate(s)
	case URL:
		return canonicalURL(s)
	default:
		return s
	}
}

var groupedPattern = regexp.MustCompile(`^-?[0-9]{1,3}([.,' ’][0-9]{3})+$`)

func canonicalNumber(s string) string {
	bare := s
	if groupedPattern.MatchString(s) {
		bare = strings.NewReplacer(".", "", ",", "", "'", "", " ", "", "’", "").Replace(s)
	}
	n, err := strconv.Atoi(bare)
	if err != nil {
		return s
	}
	return strconv.Itoa(n)
}

func canonicalDate(s string) string {
	for _, layout := range []string{"2/1/2006", "2-1-2006", "2.1.2006", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return s
}

var schemePattern = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)

// WebAddress is what somebody typed for the address of a web page, with https://
// before a bare domain. CheckWebAddress says whether it can be one.
func WebAddress(typed string) string { return canonicalURL(strings.TrimSpace(typed)) }

// canonicalURL adds https:// to a bare domain.
func canonicalURL(s string) string {
	if strings.Contains(s, "://") || strings.ContainsAny(s, " @") || !strings.Contains(s, ".") {
		return s
	}
	if scheme := schemePattern.FindString(s); scheme != "" && !strings.Contains(scheme, ".") {
		return s
	}
	return "https://" + strings.TrimPrefix(s, "//")
}
