package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestImport_fromTheFileToThePublicPageAndBack goes the way of somebody of the
// team: a file, what it would do, what its columns mean, the import, its undoing.
func TestImport_fromTheFileToThePublicPageAndBack(t *testing.T) {
	j := newJourney(t, "")
	team := j.enter(t, "elena@segreto-ricerca.example")
	work := func() {
		t.Helper()
		if worked, err := j.imports().Next(t.Context()); !worked || err != nil {
			t.Fatalf("Next = %v, %v; want work done", worked, err)
		}
		must(t, j.index.Refresh(t.Context()))
	}
	const page = "/organizzazioni/filo-comune"

	file := []byte("Boh;Comune;Anno\nFilo Comune;Prato;2013\nAltra;Prato;boh\n")
	one := to(t, team.PostFile("/redazione/importa", url.Values{"source": {"Registro"}}, "file", file))
	if !strings.HasPrefix(one, "/redazione/importa/") {
		t.Fatalf("the file leads to %q", one)
	}
	if team.Get(one).Header().Get("Refresh") == "" {
		t.Error("the page does not look again by itself while the file is read")
	}
	work()
	shows(t, team.Get(one), http.StatusOK, "Nessuna colonna è il nome")
	to(t, team.Post(one+"/colonne", url.Values{"column.0": {"name"}, "column.1": {"municipality"}, "column.2": {"year"}}))
	work()
	shows(t, team.Get(one+"/righe.csv"), http.StatusOK, "3,Altra,Da correggere,,Anno,da correggere,")
	to(t, team.Post(one+"/esegui", url.Values{"publish": {"yes"}, "skip": {"yes"}}))
	work()
	shows(t, j.browser().Get(page), http.StatusOK)
	shows(t, team.Get(one), http.StatusOK, "Annulla questa importazione")
	to(t, team.Post(one+"/annulla", nil))
	work()
	shows(t, j.browser().Get(page), http.StatusGone)
	shows(t, team.Get("/redazione/importa"), http.StatusOK, "Registro")
}
