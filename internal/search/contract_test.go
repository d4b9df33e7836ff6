package search_test

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"telaio/internal/search"
)

// expectation is one search of the contract.
type expectation struct {
	line  int
	typed string
	want  []string // the lines that follow
}

// contract is testdata/contract.txt.
type contract struct {
	docs     []search.Document
	synonyms [][]string
	ignored  []string
	places   []string
	searches []expectation
}

func readContract(t testing.TB) contract {
	t.Helper()
	f, err := os.Open("testdata/contract.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var c contract
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		kind, rest, _ := strings.Cut(lines.Text(), " ")
		switch kind {
		case "", "#":
		case "~":
			c.synonyms = append(c.synonyms, strings.Split(rest, ", "))
		case "!":
			c.ignored = strings.Fields(rest)
		case "@":
			c.places = strings.Split(rest, ", ")
		case "?":
			c.searches = append(c.searches, expectation{line: n, typed: rest})
		case "=", "≈", "+":
			last := &c.searches[len(c.searches)-1]
			last.want = append(last.want, lines.Text())
		default:
			c.docs = append(c.docs, readDocument(lines.Text()))
		}
	}
	return c
}

func readDocument(line string) search.Document {
	id, rest, _ := strings.Cut(line, ": ")
	d := search.Document{ID: id}
	for f, text := range strings.Split(rest, "|") {
		d.Add(search.Field(f), strings.Split(strings.TrimSpace(text), "; ")...)
	}
	return d
}

// told writes what was found as the contract does.
func told(x *search.Index, found search.Found) []string {
	slices.SortFunc(found.Hits, func(a, b search.Hit) int {
		return cmp.Or(cmp.Compare(b.Relevance, a.Relevance), strings.Compare(x.ID(a.Doc), x.ID(b.Doc)))
	})
	var named, others []string
	for _, h := range found.Hits {
		if h.Named {
			named = append(named, x.ID(h.Doc))
		} else {
			others = append(others, x.ID(h.Doc))
		}
	}
	lines := []string{"= " + strings.TrimSpace(strings.Join(named, " ")+" | "+strings.Join(others, " "))}
	for _, m := range found.Meant {
		lines = append(lines, "≈ "+m.Typed+" → "+m.Word)
	}
	for _, h := range found.Hints {
		lines = append(lines, fmt.Sprintf("+ %s: %d", h.Text, h.Count))
	}
	return lines
}

func (c contract) language() *search.Language {
	return search.NewLanguage(c.synonyms, c.ignored).WithPlaces(c.places).WithProvinces(map[string][]string{"RM": {"Roma", "Rome"}, "AQ": {"L'Aquila"}})
}

func newIndex(t testing.TB, docs []search.Document) *search.Index {
	t.Helper()
	b := search.NewBuilder()
	for _, d := range docs {
		b.Add(d)
	}
	return b.Index()
}

func TestFind_keepsTheContract(t *testing.T) {
	c := readContract(t)
	language := c.language()
	for name, x := range map[string]*search.Index{
		"all from the beginning": newIndex(t, c.docs),
		"one after the other":    newIndex(t, c.docs[:3]).With(c.docs[3:5], nil).With(c.docs[5:], nil),
		"replaced":               newIndex(t, spoilt(c.docs)).With(c.docs, []string{"old"}),
	} {
		t.Run(name, func(t *testing.T) {
			for _, s := range c.searches {
				got := told(x, x.Find(language.Parse(s.typed), nil))
				if !slices.Equal(got, s.want) {
					t.Errorf("line %d: %s\n got %q\nwant %q", s.line, s.typed, got, s.want)
				}
			}
		})
	}
}

// spoilt returns the documents with other words, and one more.
func spoilt(docs []search.Document) []search.Document {
	var other []search.Document
	for _, d := range docs {
		other = append(other, search.Document{ID: d.ID})
	}
	gone := search.Document{ID: "old"}
	gone.Add(search.Name, "zzz")
	return append(other, gone)
}

func TestMark_marksWhatWasLookedFor(t *testing.T) {
	language := search.NewLanguage([][]string{{"cnc", "controllo numerico"}}, []string{"a", "di"})
	for typed, want := range map[string]string{
		"perché":    "Corsi a controllo numerico, [perche'] si impara. Città",
		"perche":    "Corsi a controllo numerico, [perche'] si impara. Città",
		"citta":     "Corsi a controllo numerico, perche' si impara. [Città]",
		"corso cnc": "[Corsi] a [controllo] [numerico], perche' si impara. Città",
		"impar":     "Corsi a controllo numerico, perche' si [impara]. Città",
		`"corso"`:   "Corsi a controllo numerico, perche' si impara. Città",
		"zero":      "Corsi a controllo numerico, perche' si impara. Città",
		"":          "Corsi a controllo numerico, perche' si impara. Città",
		"\xff 🙂 ' ": "Corsi a controllo numerico, perche' si impara. Città",
	} {
		var b strings.Builder
		marker := language.Parse(typed).Marker(nil)
		for p := range marker.Mark("Corsi a controllo numerico, perche' si impara. Città") {
			if p.Marked {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		if got := strings.ReplaceAll(b.String(), "[perche]'", "[perche']"); got != want {
			t.Errorf("%q: %s; want %s", typed, got, want)
		}
	}
}

func TestMark_marksTheSynonymsOfWhatAMisspeltWordWasTakenFor(t *testing.T) {
	language := search.NewLanguage([][]string{{"falegname", "lavorazione del legno"}}, []string{"del"})
	marker := language.Parse("falegnmi").Marker([]search.Meant{{Typed: "falegnmi", Word: "falegname"}})
	var marked []string
	for p := range marker.Mark("Lavorazione del legno e del ferro") {
		if p.Marked {
			marked = append(marked, p.Text)
		}
	}
	if got := strings.Join(marked, "|"); got != "Lavorazione|legno" {
		t.Errorf("%s is marked", got)
	}
}

func TestMark_marksNoPartOfAPhraseAlone(t *testing.T) {
	language := search.NewLanguage([][]string{{"coworking", "spazio di lavoro condiviso"}, {"freelance", "lavoro autonomo"}}, []string{"di"})
	text := "Il lavoro è uno spazio. Spazi di lavoro condivisi: lavoro autonomo,\nun coworking. Condiviso il lavoro"
	for typed, want := range map[string]string{
		"coworking":         "Spazi|lavoro|condivisi|coworking",
		"freelance":         "lavoro|autonomo",
		`"lavoro autonomo"`: "lavoro|autonomo",
		`"autonomo un"`:     "",
		"lavoro spazio":     "lavoro|spazio|Spazi|lavoro|lavoro|lavoro",
	} {
		marker := language.Parse(typed).Marker(nil)
		var marked []string
		for p := range marker.Mark(text) {
			if p.Marked {
				marked = append(marked, p.Text)
			}
		}
		if got := strings.Join(marked, "|"); got != want {
			t.Errorf("%s: %s is marked; want %s", typed, got, want)
		}
		if got := marker.Excerpt(strings.Repeat("Qui il lavoro. ", 40) + text); typed == "freelance" && !strings.Contains(got.Text, "lavoro autonomo") {
			t.Errorf("%s: the excerpt is %q", typed, got.Text)
		}
	}
}

func TestMark_leavesOutWordsThatSayNothing(t *testing.T) {
	language := search.NewLanguage([][]string{{"badante", "lavoro di cura"}}, []string{"di"})
	for typed, want := range map[string]string{
		"badante":          "lavori|cura",
		`"lavori di cura"`: "lavori|di|cura",
	} {
		marker := language.Parse(typed).Marker(nil)
		var marked []string
		for p := range marker.Mark("I lavori di cura si dicono tali.") {
			if p.Marked {
				marked = append(marked, p.Text)
			}
		}
		if got := strings.Join(marked, "|"); got != want {
			t.Errorf("%s: %s is marked; want %s", typed, got, want)
		}
	}
}

func TestExcerpt_isAboutWhatWasLookedFor(t *testing.T) {
	text := strings.Repeat("parole che non c'entrano niente, ", 20) + "qui c'è la falegnameria di quartiere. " + strings.Repeat("Altre parole ancora, ", 20)
	marker := search.NewLanguage(nil, nil).Parse("falegnameria").Marker(nil)
	got := marker.Excerpt("Una riga prima.\n" + text + "\nLa falegnameria un'altra volta.")
	if !got.Before || !got.After || !strings.Contains(got.Text, "la falegnameria di quartiere") || len(got.Text) > 200 {
		t.Errorf("Excerpt = %+v", got)
	}
	marker = search.NewLanguage(nil, nil).Parse("idraulica").Marker(nil)
	if got := marker.Excerpt(text); got.Text != "" {
		t.Errorf("an excerpt about nothing: %q", got.Text)
	}
}

func TestExcerpt_findsOtherFormsAndCapitals(t *testing.T) {
	for typed, text := range map[string]string{
		"lavoratrici": "Le Lavoratrici",
		"lavoratore":  "Le Lavoratrici",
		"città":       "di CITTÀ",
		"citta":       "di Città",
		"più":         "la più giusta",
		"societ":      "la società",
		"a":           "niente o a",
	} {
		marker := search.NewLanguage(nil, nil).Parse(typed).Marker(nil)
		long := strings.Repeat("Il resto. ", 40) + text + strings.Repeat(" Non di questo.", 40)
		if got := marker.Excerpt(long); !strings.Contains(got.Text, text) {
			t.Errorf("%q: %q; want %q", typed, got.Text, text)
		}
	}
}

func FuzzFind(f *testing.F) {
	c := readContract(f)
	language := c.language()
	x := newIndex(f, c.docs)
	for _, s := range c.searches {
		f.Add(s.typed)
	}
	for _, s := range []string{"\x00", "\xff\xfe", "é\u0301", "\u202e", "日本語", "ﬃ", strings.Repeat("a", 5000), strings.Repeat("a b ", 2000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q := language.Parse(typed)
		found := x.Find(q, nil)
		for _, h := range found.Hits {
			if x.ID(h.Doc) == "" || h.Relevance <= 0 {
				t.Errorf("%q: found %+v", typed, h)
			}
		}
		text := "Corsi su macchine CNC, falegnameria: " + typed
		var b strings.Builder
		marker := q.Marker(found.Meant)
		for p := range marker.Mark(text) {
			b.WriteString(p.Text)
		}
		if b.String() != text {
			t.Errorf("%q: the pieces are %q", typed, b.String())
		}
		marker.Excerpt(typed)
	})
}
