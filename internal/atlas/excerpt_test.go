package atlas_test

import (
	"log/slog"
	"strings"
	"testing"

	"telaio/internal/atlas"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/openfile"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// TestExcerpts_followWhatIsPublished holds for texts that are at hand as for those
// that are read from the records.
func TestExcerpts_followWhatIsPublished(t *testing.T) {
	for _, atHand := range []bool{false, true} {
		s := testkit.SQLite(t)
		x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
		if atHand {
			texts, err := openfile.OpenScratch(t.TempDir())
			must(t, err)
			t.Cleanup(func() { must(t, texts.Close()) })
			x.Texts = texts
		}
		publish(t, s, "filo", 1, card("Filo Comune", "Una **sartoria** di quartiere con le sarte"))
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		if got := excerpt(t, x, "quartiere"); got != "Una sartoria di [quartiere] con le sarte" {
			t.Errorf("texts at hand %v: %q", atHand, got)
		}
		if got := excerpt(t, x, `"di quartiere"`); got != "Una sartoria [di] [quartiere] con le sarte" {
			t.Errorf("texts at hand %v, a phrase: %q", atHand, got)
		}
		publish(t, s, "filo", 2, card("Filo Comune", "Un laboratorio di quartiere"))
		must(t, x.Refresh(t.Context()))
		if got := excerpt(t, x, "quartiere"); got != "Un laboratorio di [quartiere]" {
			t.Errorf("texts at hand %v, after a change: %q", atHand, got)
		}
		withdraw(t, s, "filo")
		must(t, x.Refresh(t.Context()))
		if x.Texts != nil && x.Texts.Has("filo") {
			t.Error("the text of a page that was withdrawn is still at hand")
		}
	}
}

// TestExcerpts_tellWhatListsDoNotShow is about other names, and what an organisation
// offers to whom.
func TestExcerpts_tellWhatListsDoNotShow(t *testing.T) {
	s := testkit.SQLite(t)
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	c := card("Filo Comune", "Una sartoria di quartiere", "cooperative")
	c.Services, c.TargetGroups = []string{"training", "legal_advice"}, []string{"craft"}
	c.OtherNames, c.ShortDescription, c.Target = []string{"La Spola", "Gomitolo"}, "Cuciamo.", "Chi cuce a cottimo"
	publish(t, s, "filo", 1, c)
	must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
	for text, want := range map[string]string{
		"corsi":       "[Formazione], Consulenza legale e sui contratti",
		"formazioni":  "[Formazione], Consulenza legale e sui contratti",
		"artigianato": "Chi lavora nell'[artigianato]",
		"cooperative": "", // the list shows its type
		"quartiere":   "Una sartoria di [quartiere]",
		"spola":       "La [Spola], Gomitolo",
		"cottimo":     "Chi cuce a [cottimo]",
		"cuciamo":     "", // the list shows it
		"workers":     "Craft [workers]",
	} {
		if got := excerpt(t, x, text); got != want {
			t.Errorf("%s: %q; want %q", text, got, want)
		}
	}
	if got := excerptIn(t, x, "training", i18n.English); got != "[Training], Legal and contract advice" {
		t.Errorf("in English: %q", got)
	}
}

// TestExcerpts_tellThePlaceThatListsDoNotShow is about the second place, the region,
// and the names of a town that the reader does not see.
func TestExcerpts_tellThePlaceThatListsDoNotShow(t *testing.T) {
	s := testkit.SQLite(t)
	x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	towns, err := gazetteer.Capitals()
	must(t, err)
	x.Gazetteer = towns
	c := card("Filo Comune", "Una sartoria di quartiere.", "cooperative")
	c.Services = []string{"training"}
	place := func(kind, name, town string) organisation.Place {
		return organisation.Place{Kind: kind, Name: name, Publicity: organisation.PublicityMunicipality, Municipality: towns.Named(town)[0]}
	}
	c.Places = []organisation.Place{place("seat", "", "Napoli"), place("branch", "Casa Blu", "Bologna"), {Kind: "online", Name: "Il canale", Country: "CH"}}
	publish(t, s, "filo", 1, c)
	must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
	for text, want := range map[string]string{
		"napoli":              "", // the list shows it
		"naples":              "Sede: Napoli ([Naples]), Campania",
		"bologna":             "Altra sede: Casa Blu, [Bologna], Emilia-Romagna",
		"casa blu":            "Altra sede: [Casa] [Blu], Bologna, Emilia-Romagna",
		"campania":            "Sede: Napoli, [Campania]",
		"schweiz":             "In rete: Il canale, Svizzera (Switzerland, [Schweiz], Suisse)",
		"sartoria bologna":    "Altra sede: Casa Blu, [Bologna], Emilia-Romagna\nUna [sartoria] di quartiere.",
		"formazione bologna":  "Altra sede: Casa Blu, [Bologna], Emilia-Romagna\n[Formazione]",
		"formazione napoli":   "[Formazione]",
		"cooperativa bologna": "Altra sede: Casa Blu, [Bologna], Emilia-Romagna",
		"apulia":              "",
	} {
		if got := excerpt(t, x, text); got != want {
			t.Errorf("%s: %q; want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"naples": "", "napoli": "Seat: Naples ([Napoli]), Campania", "campania": "Seat: Naples, [Campania]"} {
		if got := excerptIn(t, x, text, i18n.English); got != want {
			t.Errorf("%s in English: %q; want %q", text, got, want)
		}
	}
}

// excerpt is that of the organisations found, with what is marked in brackets.
func excerpt(t *testing.T, x *atlas.Index, text string) string {
	t.Helper()
	return excerptIn(t, x, text, i18n.Italian)
}

func excerptIn(t *testing.T, x *atlas.Index, text string, language i18n.Language) string {
	t.Helper()
	r, err := x.Find(t.Context(), atlas.Query{Text: text})
	must(t, err)
	excerpts, err := x.Excerpts(t.Context(), r, language)
	must(t, err)
	var lines []string
	for _, e := range flat(excerpts) {
		if e.Text == "" {
			continue
		}
		var b strings.Builder
		for p := range r.Marker.Mark(e.Text) {
			if p.Marked {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

func flat(excerpts [][2]atlas.Excerpt) (all []atlas.Excerpt) {
	for _, e := range excerpts {
		all = append(all, e[:]...)
	}
	return all
}
