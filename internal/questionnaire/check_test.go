package questionnaire_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
)

// towns is a gazetteer of a few places.
type towns []questionnaire.Town

func (g towns) Towns(typed string) []questionnaire.Town {
	var found []questionnaire.Town
	for _, town := range g {
		if typed != "" && strings.HasPrefix(strings.ToLower(town.Label), strings.ToLower(typed)) {
			found = append(found, town)
		}
	}
	return found
}

func (g towns) In(i18n.Language) questionnaire.Gazetteer { return g }

func (g towns) Town(code string) (questionnaire.Town, bool) {
	i := slices.IndexFunc(g, func(t questionnaire.Town) bool { return t.Code == code })
	if i < 0 {
		return questionnaire.Town{}, false
	}
	return g[i], true
}

var fewTowns = towns{
	{Code: "rm", Label: "Roma (RM)"},
	{Code: "ro", Label: "Romano di Lombardia (BG)"},
	{Code: "ct", Label: "Castro (BG)"},
	{Code: "cl", Label: "Castro (LE)"},
	{Code: "fc", Label: "Forlì (FC)"},
}

// everyQuestion lists the questions of every page.
func everyQuestion(d *questionnaire.Definition) []questionnaire.Question {
	var all []questionnaire.Question
	for _, p := range d.Pages {
		all = append(all, p.Questions...)
	}
	return all
}

// good is a form without mistakes.
func good() url.Values {
	return url.Values{"name": {"Officine"}, "kinds": {"union"}}
}

func TestCheck_saysWhatToDo(t *testing.T) {
	d := everyType(t)
	tests := []struct {
		name string
		form url.Values
		want map[string]string // field to message key
	}{
		{"all is well", url.Values{}, map[string]string{}},
		{"required text", url.Values{"name": {"  "}}, map[string]string{"name": "question.required_own"}},
		{"required choice", url.Values{"kinds": nil}, map[string]string{"kinds": "question.required_own"}},
		{"bytes that are no text", url.Values{"name": {"a\xffb"}}, map[string]string{"name": "question.unreadable"}},
		{"only invisible characters", url.Values{"name": {"\u202e\u200b\x00"}}, map[string]string{"name": "question.required_own"}},
		{"too long", url.Values{"name": {strings.Repeat("è", 121)}}, map[string]string{"name": "question.too_long"}},
		{"as long as can be", url.Values{"name": {strings.Repeat("e\u0300", 120)}}, map[string]string{}},
		{"a long story in long lines", url.Values{"story": {strings.Repeat("a\r\n", 300)}}, map[string]string{}},
		{"an unlisted code", url.Values{"kinds": {"union", "club"}}, map[string]string{"kinds": "question.choose_listed"}},
		{"too many codes", url.Values{"kinds": {"union", "association", "cooperative", "other"}, "kinds.other": {"x"}}, map[string]string{"kinds": "question.too_many_choices"}},
		{"other without words", url.Values{"kinds": {"other"}}, map[string]string{"kinds.other": "question.say_other"}},
		{"words without other", url.Values{"kinds.other": {"banda"}}, map[string]string{"kinds": "question.choose_other"}},
		{"an answer and a reason", url.Values{"people": {"4"}, "people.missing": {"-98"}}, map[string]string{"people": "question.answer_or_reason"}},
		{"a reason", url.Values{"people.missing": {"-98"}}, map[string]string{}},
		{"a reason that is not offered", url.Values{"people.missing": {"-99"}}, map[string]string{"people": "question.choose_listed"}},
		{"no number", url.Values{"people": {"dieci"}}, map[string]string{"people": "question.number"}},
		{"a number with thousands", url.Values{"people": {"1.200"}}, map[string]string{}},
		{"too small a number", url.Values{"people": {"0"}}, map[string]string{"people": "question.number_min"}},
		{"too big a number", url.Values{"people": {"100001"}}, map[string]string{"people": "question.number_max"}},
		{"a year that is not asked", url.Values{"since": {"12"}}, map[string]string{}},
		{"no year", url.Values{"formal": {"yes"}, "since": {"12"}}, map[string]string{"since": "question.year"}},
		{"a year to come", url.Values{"formal": {"yes"}, "since": {"2027"}}, map[string]string{"since": "question.year_range"}},
		{"neither yes nor no", url.Values{"formal": {"maybe"}}, map[string]string{"formal": "question.yes_or_no"}},
		{"no date", url.Values{"founded": {"31/02/2020"}}, map[string]string{"founded": "question.date"}},
		{"a date", url.Values{"founded": {"5/3/2020"}}, map[string]string{}},
		{"a row with another code", url.Values{"forms.voice": {"hardly"}}, map[string]string{"forms.voice": "question.choose_listed"}},
		{"a path for a file", url.Values{"logo": {"../../etc/passwd"}}, map[string]string{"logo": "question.file"}},
		{"a bare domain", url.Values{"website": {"ozofficinezero.org"}}, map[string]string{}},
		{"a dangerous address", url.Values{"website": {"javascript:alert(1)//a.it"}}, map[string]string{"website": "question.url"}},
		{"an address with a password", url.Values{"website": {"https://me:secret@a.it"}}, map[string]string{"website": "question.url"}},
		{"an address of this machine", url.Values{"website": {"http://127.0.0.1/"}}, map[string]string{"website": "question.url"}},
		{"no e-mail", url.Values{"email": {"anna at example.org"}}, map[string]string{"email": "question.email"}},
		{"an e-mail with a name", url.Values{"email": {"Anna <anna@example.org>"}}, map[string]string{"email": "question.email"}},
		{"an e-mail without a domain", url.Values{"email": {"anna@localhost"}}, map[string]string{"email": "question.email"}},
		{"an e-mail", url.Values{"email": {"anna.bi+oz@posta.example.org"}}, map[string]string{}},
		{"no phone", url.Values{"phone": {"chiama Anna"}}, map[string]string{"phone": "question.phone"}},
		{"a phone", url.Values{"phone": {"+39 (06) 123.45-67"}}, map[string]string{}},
		{"a blank place", url.Values{"places.0._id": {"p"}, "places.0.place_name": {""}}, map[string]string{}},
		{"a place without the rest", url.Values{"places.3.place_name": {"Sede"}}, map[string]string{"places.0.online": "question.required_own"}},
		{"a place that has no town", url.Values{"places.0.online": {"yes"}}, map[string]string{}},
		{"a place that needs a town", url.Values{"places.0.online": {"no"}}, map[string]string{"places.0.town": "question.required_own"}},
		{"a town by its name", url.Values{"places.0.online": {"no"}, "places.0.town": {"ROMA"}}, map[string]string{}},
		{"a town by its beginning", url.Values{"places.0.online": {"no"}, "places.0.town": {"Forl"}}, map[string]string{}},
		{"a town by too little", url.Values{"places.0.online": {"no"}, "places.0.town": {"For"}}, map[string]string{"places.0.town": "question.town_choose"}},
		{"a town of two", url.Values{"places.0.online": {"no"}, "places.0.town": {"Castro"}}, map[string]string{"places.0.town": "question.town_choose"}},
		{"a town of two, chosen", url.Values{"places.0.online": {"no"}, "places.0.town": {"Castro"}, "places.0.town.code": {"cl"}}, map[string]string{}},
		{"a town changed after choosing", url.Values{"places.0.online": {"no"}, "places.0.town": {"Rom"}, "places.0.town.code": {"cl"}}, map[string]string{"places.0.town": "question.town_choose"}},
		{"a town nobody knows", url.Values{"places.0.online": {"no"}, "places.0.town": {"Atlantide"}}, map[string]string{"places.0.town": "question.town_unknown"}},
		{"too many places", url.Values{
			"places.0.online": {"yes"}, "places.1.online": {"yes"}, "places.2.online": {"yes"}, "places.3.online": {"yes"}, "places.4.online": {"yes"},
		}, map[string]string{"places": "question.too_many_items"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			form := good()
			maps.Copy(form, test.form)
			questions := everyQuestion(d)
			got := map[string]string{}
			for field, m := range d.Check(questions, d.Read(questions, form), fewTowns) {
				got[field] = m.Key
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolve_fillsInTheTownThatANameStandsFor(t *testing.T) {
	d := everyType(t)
	questions := everyQuestion(d)
	for typed, want := range map[string]questionnaire.Value{
		"roma":        {Text: "Roma (RM)", Codes: []string{"rm"}},
		"Castro":      {Text: "Castro"},
		"Castro (LE)": {Text: "Castro (LE)", Codes: []string{"cl"}},
		"Atlantide":   {Text: "Atlantide"},
	} {
		before := d.Read(questions, url.Values{"places.0.town": {typed}})
		after := d.Resolve(questions, before, fewTowns)
		if diff := cmp.Diff(want, after["places"].Items[0]["town"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", typed, diff)
		}
		if got := before["places"].Items[0]["town"]; got.Text != typed || got.Codes != nil {
			t.Errorf("Resolve changed its argument to %+v", got)
		}
	}
}
