package fielddiff_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
	"telaio/internal/web/part/fielddiff"
	"telaio/internal/web/shell"
	"telaio/internal/worddiff"
)

func reader(t *testing.T, language i18n.Language) *shell.Visit {
	t.Helper()
	library := testkit.Library(t)
	return &shell.Visit{Printer: library.Messages.Printer(language), Site: &shell.Site{Taxonomies: library.Taxonomies}}
}

func TestLines_putEveryFieldIntoWords(t *testing.T) {
	card := testkit.FullCard()
	for _, language := range i18n.Languages() {
		v := reader(t, language)
		for _, f := range organisation.Fields() {
			value := card.Value(f)
			lines := fielddiff.Lines(v, f, value)
			if string(value) != "null" && len(lines) == 0 {
				t.Errorf("%s: the value %s has no words", f, value)
			}
			for _, l := range lines {
				if (l.Text == "" && l.Thread == "") || strings.Contains(l.Text, "[desk.") {
					t.Errorf("%s: %+v is no line for people", f, l)
				}
			}
			if label := fielddiff.Label(v, f); strings.HasPrefix(label, "[") {
				t.Errorf("%s has no label", f)
			}
		}
	}
}

func TestLines_ofNothingAreNone(t *testing.T) {
	v := reader(t, i18n.Italian)
	for _, f := range organisation.Fields() {
		if lines := fielddiff.Lines(v, f, json.RawMessage("null")); len(lines) != 0 {
			t.Errorf("%s: %v", f, lines)
		}
	}
}

func TestCompare_followsThingsByTheirID(t *testing.T) {
	before := []fielddiff.Line{{Key: "a", Text: "Corsi serali"}, {Key: "b", Text: "Biblioteca"}}
	after := []fielddiff.Line{{Key: "c", Text: "Sportello"}, {Key: "a", Text: "Corsi pratici"}}
	old, updated := fielddiff.Compare(before, after)
	same, deleted, inserted := worddiff.Same, worddiff.Deleted, worddiff.Inserted
	wantOld := []fielddiff.Marked{
		{Pieces: []worddiff.Piece{{Kind: same, Text: "Corsi "}, {Kind: deleted, Text: "serali"}}},
		{Kind: deleted, Pieces: []worddiff.Piece{{Kind: deleted, Text: "Biblioteca"}}},
	}
	wantNew := []fielddiff.Marked{
		{Kind: inserted, Pieces: []worddiff.Piece{{Kind: inserted, Text: "Sportello"}}},
		{Pieces: []worddiff.Piece{{Kind: same, Text: "Corsi "}, {Kind: inserted, Text: "pratici"}}},
	}
	if diff := cmp.Diff(wantOld, old); diff != "" {
		t.Errorf("old side (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantNew, updated); diff != "" {
		t.Errorf("new side (-want +got):\n%s", diff)
	}
}
