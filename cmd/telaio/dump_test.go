package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"telaio/internal/dump"
	"telaio/internal/testkit"
)

// TestDumpGivesNothingPrivateAway writes the canary organisation's dump and looks
// for what must not be there, in the parts of the workbook and of the package too; then it asks for
// each file as a reader does.
func TestDumpGivesNothingPrivateAway(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	dir := t.TempDir()
	set, err := p.dumpMaker().Write(t.Context(), dir)
	must(t, err)
	if set.Organisations != 1 {
		t.Fatalf("%d organisations; want the one that is published", set.Organisations)
	}
	for _, file := range set.Files {
		raw, err := os.ReadFile(filepath.Join(dir, file.Name))
		must(t, err)
		if found := marks(unpacked(raw)); len(found) > 0 {
			t.Errorf("%s gives away %q", file.Name, found)
		}
	}
	set, err = p.dumps().Make(t.Context(), p.dumpMaker())
	must(t, err)
	page := ask(t, handler, "/dati-aperti/copie")
	testkit.CheckHTML(t, page.Body.String())
	testkit.CheckHTML(t, ask(t, handler, "/en/open-data/copies").Body.String())
	for _, file := range set.Files {
		answer := ask(t, handler, "/dati-aperti/"+set.Version+"/"+file.Name)
		if found := leaks(answer); answer.Code != http.StatusOK || len(found) > 0 {
			t.Errorf("GET %s = %d and gives away %q", file.Name, answer.Code, found)
		}
		if kind := answer.Header().Get("Content-Type"); strings.HasPrefix(kind, "text/") && !strings.HasSuffix(kind, "; charset=utf-8") {
			t.Errorf("%s is %s; want its encoding", file.Name, kind)
		}
		if !strings.Contains(page.Body.String(), file.Sum) || answer.Header().Get("Link") == "" {
			t.Errorf("%s has no checksum on the page, or no licence: %v", file.Name, answer.Header())
		}
	}
	newest := ask(t, handler, "/dati-aperti/"+dump.Newest+"/organisations.csv")
	if to := newest.Header().Get("Location"); newest.Code != http.StatusFound || to != "/dati-aperti/"+set.Version+"/organisations.csv" {
		t.Errorf("the newest table = %d, at %q", newest.Code, to)
	}
}
