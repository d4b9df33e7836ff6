package letter

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"telaio/internal/i18n"
	"telaio/internal/strictyaml"
)

// Words are what editors write of a letter in one language. Values stand as
// {{.Name}}; a blank line begins a new paragraph; **these words** are strong;
// `this code` is meant to be copied.
type Words struct {
	Subject   string `yaml:"subject"`
	Preheader string `yaml:"preheader"` // what mailboxes show beside the subject
	Title     string `yaml:"title"`
	Body      string `yaml:"body"`
	Button    Button `yaml:"button"` // an empty one is not shown
	// Others are what the reader may do instead. They stand below the button and
	// weigh less.
	Others []Button `yaml:"others"`
	After  string   `yaml:"after"` // paragraphs below the buttons
	// Lists are the headings of the lists that the letter may have, by their names.
	// They stand between the body and the button.
	Lists  map[string]string `yaml:"lists"`
	Footer string            `yaml:"footer"` // why this letter came, what to do if it should not have
}

// Button is something that the reader is asked to do.
type Button struct {
	Label string `yaml:"label"`
	Link  string `yaml:"link"`
}

// listField begins the name of a list's heading among the fields.
const listField = "lists."

// Template is a letter in every language.
type Template struct {
	Name   string
	words  map[i18n.Language]parts
	values []string
}

// parts are the fields of Words, ready to be filled in.
type parts map[string]*template.Template

func (w Words) fields() map[string]string {
	fields := map[string]string{
		"subject": w.Subject, "preheader": w.Preheader, "title": w.Title, "body": w.Body,
		"button.label": w.Button.Label, "button.link": w.Button.Link, "after": w.After, "footer": w.Footer,
	}
	for name, heading := range w.Lists {
		fields[listField+name] = heading
	}
	for i, other := range w.Others {
		fields[otherField(i, "label")], fields[otherField(i, "link")] = other.Label, other.Link
	}
	return fields
}

// otherField names a part of the i-th of the other buttons among the fields.
func otherField(i int, part string) string { return "others." + strconv.Itoa(i) + "." + part }

// Parse reads the file of the template with the name and says what is wrong in
// it: a language that is missing, a subject, title or body without words, a
// value that is used in one language only.
func Parse(file, name string, raw []byte) (*Template, []strictyaml.Problem) {
	var languages struct {
		Italian *Words `yaml:"it"`
		English *Words `yaml:"en"`
	}
	doc := strictyaml.Read(file, raw, &languages)
	if len(doc.Problems()) > 0 {
		return nil, doc.Problems()
	}
	t := &Template{Name: name, words: map[i18n.Language]parts{}}
	values := map[i18n.Language][]string{}
	written := map[i18n.Language]*Words{i18n.Italian: languages.Italian, i18n.English: languages.English}
	for _, lang := range i18n.Languages() {
		words := written[lang]
		if words == nil {
			doc.Add("", "the letter has no words in language %q", lang)
			continue
		}
		t.words[lang] = parseWords(doc, lang, *words)
		values[lang] = valuesIn(*words)
	}
	if len(values) == len(i18n.Languages()) && !slices.Equal(values[i18n.Italian], values[i18n.English]) {
		doc.Add("", "the languages use different values: %v and %v", values[i18n.Italian], values[i18n.English])
	}
	t.values = slices.DeleteFunc(values[i18n.Italian], func(name string) bool { return name == "Name" })
	return t, doc.Problems()
}

func parseWords(doc *strictyaml.Document, lang i18n.Language, words Words) parts {
	p := parts{}
	fields := words.fields()
	for _, needed := range []string{"subject", "title", "body"} {
		if strings.TrimSpace(fields[needed]) == "" {
			doc.Add(string(lang)+"."+needed, "%s.%s has no words", lang, needed)
		}
	}
	if (words.Button.Label == "") != (words.Button.Link == "") {
		doc.Add(string(lang)+".button", "a button needs both a label and a link")
	}
	for _, other := range words.Others {
		if other.Label == "" || other.Link == "" {
			doc.Add(string(lang)+".others", "a button needs both a label and a link")
		}
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		parsed, err := template.New(field).Option("missingkey=error").Parse(fields[field])
		if err != nil {
			doc.Add(string(lang)+"."+field, "%s", strings.TrimPrefix(err.Error(), "template: "))
			continue
		}
		p[field] = parsed
	}
	return p
}

var (
	action    = regexp.MustCompile(`\{\{.*?\}\}`)
	valueName = regexp.MustCompile(`\.([A-Z]\w*)`)
)

// valuesIn lists the values that the words use, sorted, each once.
func valuesIn(words Words) []string {
	var names []string
	for _, text := range words.fields() {
		for _, a := range action.FindAllString(text, -1) {
			for _, match := range valueName.FindAllStringSubmatch(a, -1) {
				names = append(names, match[1])
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Values lists the values that a letter of this template must carry, Name
// aside, sorted.
func (t *Template) Values() []string { return t.values }
