package questionnaire

import (
	"maps"
	"regexp"
	"slices"

	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// checker looks for what is wrong in a definition and fills in its entries.
type checker struct {
	document   *strictyaml.Document
	taxonomies taxonomy.Set
	definition *Definition
	variables  map[string]bool
}

var (
	idPattern   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)
	codePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,59}$`)
	languages   = []string{"it", "en"}
)

func (c *checker) check() {
	d := c.definition
	d.entries = map[string]*entry{}
	if !idPattern.MatchString(d.ID) {
		c.document.Add("id", "id must be lower-case letters, digits and _")
	}
	if d.Version < 1 {
		c.document.Add("version", "version must be 1 or more")
	}
	c.text("title", d.Title, true)
	if len(d.Pages) == 0 {
		c.document.Add("pages", "there are no pages")
	}
	pages := map[string]bool{}
	known := map[string]Type{}
	for i, page := range d.Pages {
		at := strictyaml.Path("pages", i)
		if !idPattern.MatchString(page.ID) || pages[page.ID] {
			c.document.Add(at+".id", "page id %q must be lower-case letters, digits and _, and used once", page.ID)
		}
		pages[page.ID] = true
		c.text(at+".title", page.Title, true)
		c.text(at+".lead", page.Lead, false)
		if len(page.Questions) == 0 {
			c.document.Add(at, "page %q asks nothing", page.ID)
		}
		for j, q := range page.Questions {
			c.question(strictyaml.Path(at, "questions", j), q, "", known)
		}
	}
}

// question checks one question and adds it to known, the questions that later
// expressions may name.
func (c *checker) question(at string, q Question, repeat string, known map[string]Type) {
	if !idPattern.MatchString(q.ID) {
		c.document.Add(at+".id", "question id %q must be lower-case letters, digits and _", q.ID)
	}
	if _, twice := c.definition.entries[q.ID]; twice {
		c.document.Add(at+".id", "question id %q is used twice", q.ID)
	}
	e := &entry{question: q, position: len(c.definition.entries), repeat: repeat, options: optionsOf(q, c.taxonomies)}
	c.definition.entries[q.ID] = e
	c.text(at+".label", q.Label, true)
	c.text(at+".hint", q.Hint, false)
	c.text(at+".heading", q.Heading, false)
	c.text(at+".required_message", q.RequiredMessage, q.Required)
	if isWord(q.ID) {
		c.document.Add(at+".id", "question id %q is a word of the expressions", q.ID)
	}
	c.variable(at, q)
	c.typed(at, q)
	c.options(at, q, e.options)
	c.bounds(at, q)
	for i, m := range q.Missing {
		if m != Refused && m != DontKnow {
			c.document.Add(strictyaml.Path(at, "missing", i), "missing reason %d cannot be chosen: use -99 or -98", m)
		}
	}
	c.expressions(at, e, known)
	if q.Type == Repeat {
		c.repeat(at, q, repeat, known)
	}
	known[q.ID] = q.Type
}

func (c *checker) variable(at string, q Question) {
	if q.Type == Repeat {
		if q.Variable != "" || q.Class != "" {
			c.document.Add(at, "question %q is a repeat: the variables and classes are those of its questions", q.ID)
		}
		return
	}
	switch {
	case !idPattern.MatchString(q.Variable):
		c.document.Add(at+".variable", "question %q needs a variable of lower-case letters, digits and _", q.ID)
	case c.variables[q.Variable]:
		c.document.Add(at+".variable", "variable %q is used twice", q.Variable)
	}
	c.variables[q.Variable] = true
	if !slices.Contains([]Class{Direct, Quasi, Sensitive, Public, FreeText, Technical}, q.Class) {
		c.document.Add(at+".class", "question %q needs a class: direct, quasi, sensitive, public, freetext or technical", q.ID)
	}
}

// typed checks that the question has what its type needs, and nothing else.
func (c *checker) typed(at string, q Question) {
	known := []Type{
		ShortText, LongText, Integer, Number, Year, Date, SingleChoice, MultiChoice, Scale, Matrix, File,
		Municipality, URL, Email, Phone, YesNo, Repeat, Calculated,
	}
	if !slices.Contains(known, q.Type) {
		c.document.Add(at+".type", "unknown type %q", q.Type)
		return
	}
	if (q.Type == Calculated) != (q.Value != "") {
		c.document.Add(at+".value", "question %q: calculated questions have a value, others have none", q.ID)
	}
	if (q.Type == Matrix) != (len(q.Rows) > 0) {
		c.document.Add(at+".rows", "question %q: a matrix has rows, other types have none", q.ID)
	}
	if (q.Type == Repeat) != (len(q.Questions) > 0) {
		c.document.Add(at+".questions", "question %q: a repeat has questions, other types have none", q.ID)
	}
	if q.Type == Calculated && q.Required {
		c.document.Add(at+".required", "question %q is calculated: nobody can answer it", q.ID)
	}
	if q.Other && q.Type != SingleChoice && q.Type != MultiChoice {
		c.document.Add(at+".other", "question %q: only single and multiple choices have an other", q.ID)
	}
	if len(q.Missing) > 0 && (q.Type == Repeat || q.Type == Calculated) {
		c.document.Add(at+".missing", "question %q: this type has no missing reasons", q.ID)
	}
}

func (c *checker) options(at string, q Question, options []Option) {
	choice := slices.Contains([]Type{SingleChoice, MultiChoice, Scale, Matrix}, q.Type)
	taxonomyKnown := true
	if q.Taxonomy != "" {
		_, taxonomyKnown = c.taxonomies[q.Taxonomy]
	}
	switch {
	case !taxonomyKnown:
		c.document.Add(at+".taxonomy", "unknown taxonomy %q", q.Taxonomy)
	case q.Taxonomy != "" && len(q.Options) > 0:
		c.document.Add(at+".options", "question %q has both a taxonomy and options", q.ID)
	case choice && len(options) == 0:
		c.document.Add(at, "question %q needs a taxonomy or options", q.ID)
	case !choice && (q.Taxonomy != "" || len(q.Options) > 0):
		c.document.Add(at+".options", "question %q: only choices, scales and matrices have options", q.ID)
	case q.Other && !hasOption(options, OtherCode):
		c.document.Add(at+".other", "question %q: other needs an option with the code %q", q.ID, OtherCode)
	}
	c.codes(at+".options", q.Options)
	c.codes(at+".rows", q.Rows)
	for i, row := range q.Rows {
		if row.Code == OtherCode || row.Code == "missing" || row.Code == "code" {
			c.document.Add(strictyaml.Path(at, "rows", i), "row code %q is reserved", row.Code)
		}
	}
}

func (c *checker) codes(at string, options []Option) {
	seen := map[string]bool{}
	for i, o := range options {
		here := strictyaml.Path(at, i)
		switch {
		case o.Code == "":
			c.document.Add(here, "an option has no code")
		case !codePattern.MatchString(o.Code):
			c.document.Add(here+".code", "code %q must be lower-case letters, digits, _ and -", o.Code)
		case seen[o.Code]:
			c.document.Add(here+".code", "code %q is used twice", o.Code)
		}
		seen[o.Code] = true
		c.text(here+".label", o.Label, true)
		c.text(here+".gloss", o.Gloss, false)
	}
}

func (c *checker) bounds(at string, q Question) {
	if q.Max != 0 && q.Max < q.Min {
		c.document.Add(at+".max", "question %q: max %d is less than min %d", q.ID, q.Max, q.Min)
	}
	if q.Type != Integer && q.Type != Number && (q.Max < 0 || q.Min < 0) {
		c.document.Add(at, "question %q: min and max must not be negative", q.ID)
	}
}

func (c *checker) expressions(at string, e *entry, known map[string]Type) {
	q := e.question
	var err error
	if q.When != "" {
		if e.when, err = compile(q.When, known, true); err != nil {
			c.document.Add(at+".when", "question %q: when: %v", q.ID, err)
		}
	}
	if q.Value != "" {
		if e.value, err = compile(q.Value, known, false); err != nil {
			c.document.Add(at+".value", "question %q: value: %v", q.ID, err)
		}
	}
}

func (c *checker) repeat(at string, q Question, outer string, known map[string]Type) {
	if outer != "" {
		c.document.Add(at, "question %q: a repeat cannot stand in a repeat", q.ID)
		return
	}
	c.text(at+".item_name", q.ItemName, true)
	inside := maps.Clone(known)
	titled := false
	for i, child := range q.Questions {
		c.question(strictyaml.Path(at, "questions", i), child, q.ID, inside)
		titled = titled || child.ID == q.ItemTitle
	}
	if q.ItemTitle != "" && !titled {
		c.document.Add(at+".item_title", "question %q: item_title %q is none of its questions", q.ID, q.ItemTitle)
	}
}

// text checks that a text is there in every language, or in none if it need not
// be there.
func (c *checker) text(at string, t Text, needed bool) {
	if len(t) == 0 && !needed {
		return
	}
	for _, language := range languages {
		if t[language] == "" {
			c.document.Add(at, "%s has no text in %q", lastPart(at), language)
		}
	}
	for language := range t {
		if !slices.Contains(languages, language) {
			c.document.Add(at+"."+language, "unknown language %q", language)
		}
	}
}

func lastPart(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '.' {
			return path[i+1:]
		}
	}
	return path
}
