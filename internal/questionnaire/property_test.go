package questionnaire_test

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"telaio/internal/questionnaire"
)

// encode writes answers the way a page posts them.
func encode(questions []questionnaire.Question, answers questionnaire.Answers, prefix string, form url.Values) {
	for _, q := range questions {
		v, ok := answers[q.ID]
		if !ok {
			continue
		}
		name := prefix + q.ID
		for i, item := range v.Items {
			inner := name + "." + strconv.Itoa(i) + "."
			if id, ok := item[questionnaire.ItemID]; ok {
				form.Set(inner+questionnaire.ItemID, id.Text)
			}
			encode(q.Questions, item, inner, form)
		}
		if v.Missing != questionnaire.Answered {
			form.Set(name+".missing", strconv.Itoa(int(v.Missing)))
		}
		if v.Other != "" {
			form.Set(name+".other", v.Other)
		}
		for row, code := range v.Rows {
			form.Set(name+"."+row, code)
		}
		switch q.Type {
		case questionnaire.MultiChoice:
			form[name] = v.Codes
		default:
			form.Set(name, v.Text)
			if len(v.Codes) > 0 {
				form.Set(name+".code", v.Codes[0])
			}
		}
	}
}

// anyForm draws a post with the names of the definition and any values.
func anyForm(d *questionnaire.Definition) *rapid.Generator[url.Values] {
	names := []string{}
	for _, q := range everyQuestion(d) {
		names = append(names, q.ID, q.ID+".other", q.ID+".missing", q.ID+".code", q.ID+".voice", q.ID+".0._id", q.ID+".7._id")
		for _, child := range q.Questions {
			names = append(names, q.ID+".0."+child.ID, q.ID+".7."+child.ID, q.ID+".0."+child.ID+".code", q.ID+".0."+child.ID+".missing")
		}
	}
	value := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"", "yes", "no", "other", "association", "union", "local", "often", "-99", "-98", "-97", "12", "1.200", "2013",
			"1/2/2020", "Castro", "Roma", "rm", "a.it", "x@y.it", "a\r\nb", "\xff", "\u202e",
		}),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
	return rapid.Map(rapid.MapOf(rapid.SampledFrom(names), rapid.SliceOfN(value, 0, 4)), func(m map[string][]string) url.Values { return m })
}

func TestRead_readsBackWhatItRead(t *testing.T) {
	d := everyType(t)
	questions := everyQuestion(d)
	forms := anyForm(d)
	rapid.Check(t, func(t *rapid.T) {
		answers := d.Read(questions, forms.Draw(t, "form"))
		form := url.Values{}
		encode(questions, answers, "", form)
		if diff := cmp.Diff(answers, d.Read(questions, form), cmpopts.IgnoreFields(questionnaire.Value{}, "Turned")); diff != "" {
			t.Fatalf("after a second round (-first +second):\n%s", diff)
		}
	})
}

func TestComplete_twiceIsOnce(t *testing.T) {
	d := everyType(t)
	questions := everyQuestion(d)
	forms := anyForm(d)
	rapid.Check(t, func(t *rapid.T) {
		once := d.Complete(d.Read(questions, forms.Draw(t, "form")))
		if diff := cmp.Diff(once, d.Complete(once)); diff != "" {
			t.Fatalf("after a second time (-once +twice):\n%s", diff)
		}
	})
}

func TestCheck_namesOnlyFieldsOfTheForm(t *testing.T) {
	d := everyType(t)
	questions := everyQuestion(d)
	forms := anyForm(d)
	rapid.Check(t, func(t *rapid.T) {
		found := d.Check(questions, d.Read(questions, forms.Draw(t, "form")), fewTowns)
		for field := range maps.Keys(found) {
			if !slices.ContainsFunc(questions, func(q questionnaire.Question) bool {
				return field == q.ID || len(field) > len(q.ID) && field[:len(q.ID)+1] == q.ID+"."
			}) {
				t.Fatalf("a message for %q, which is no field", field)
			}
		}
	})
}

func TestClean_leavesNothingDangerousAndCutsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		lines := rapid.Bool().Draw(t, "lines")
		clean := questionnaire.Clean(s, lines)
		if !utf8.ValidString(clean) || !norm.NFC.IsNormalString(clean) {
			t.Fatalf("Clean(%q) = %q: not valid or not composed", s, clean)
		}
		if again := questionnaire.Clean(clean, lines); again != clean {
			t.Fatalf("Clean(%q) = %q, then %q", s, clean, again)
		}
	})
	for _, test := range []struct {
		typed string
		lines bool
		want  string
	}{
		{" a\t b\n", false, "a b"},
		{"a\r\nb\rc\u2028d\n", true, "a\nb\nc\nd"},
		{"caffe\u0300", false, "caffè"},
		{"a\x00\u202eb\u2066c\u200b\ufeff", false, "abc"},
		{"a\xffb", false, "a\ufffdb"},
		{"👩\u200d🔧", false, "👩\u200d🔧"},
	} {
		if got := questionnaire.Clean(test.typed, test.lines); got != test.want {
			t.Errorf("Clean(%q, %v) = %q; want %q", test.typed, test.lines, got, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	d := everyType(f)
	questions := everyQuestion(d)
	f.Add("name=Officine&kinds=union&kinds=other&kinds.other=x&places.0._id=a&places.0.online=no&places.0.town=Castro&forms.voice=often")
	f.Add("people=1.200&people.missing=-98&website=a.it&founded=1/2/2020&name=%FF%00%E2%80%AE")
	f.Add("places.00.online=yes&places.-1.online=yes&places.99999.online=yes&places.1=x")
	f.Fuzz(func(t *testing.T, query string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		answers := d.Read(questions, form)
		d.Check(questions, answers, fewTowns)
		again := url.Values{}
		encode(questions, answers, "", again)
		if diff := cmp.Diff(answers, d.Read(questions, again), cmpopts.IgnoreFields(questionnaire.Value{}, "Turned")); diff != "" {
			t.Fatalf("after a second round (-first +second):\n%s", diff)
		}
		once := d.Complete(answers)
		if diff := cmp.Diff(once, d.Complete(once)); diff != "" {
			t.Fatalf("completed twice (-once +twice):\n%s", diff)
		}
	})
}

func BenchmarkReadAndCheck(b *testing.B) {
	d := everyType(b)
	questions := everyQuestion(d)
	form := url.Values{
		"name": {"Officine del Castro"}, "kinds": {"union", "association"}, "formal": {"yes"}, "since": {"2013"}, "people": {"1.200"},
		"main_kind": {"association"}, "forms.voice": {"often"}, "website": {"ozofficinezero.org"}, "email": {"anna@example.org"},
		"phone": {"+39 06 1234567"}, "places.0._id": {"a"}, "places.0.online": {"no"}, "places.0.town": {"Castro"}, "places.0.town.code": {"cl"},
		"story": {"Un racconto di qualche riga, con perché e città.\r\nE un'altra riga."},
	}
	b.ReportAllocs()
	for b.Loop() {
		d.Check(questions, d.Read(questions, form), fewTowns)
	}
}
