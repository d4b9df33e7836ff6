package main

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/consent"
	"telaio/internal/testkit"
)

// TestOpenData_leavesOutWhoRefusedIt asks for everything that is handed out in
// bulk, after an organisation has taken back that its page may be among the open
// data. Its page stays public.
func TestOpenData_leavesOutWhoRefusedIt(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	before := forPrograms(t, handler)
	must(t, p.store.AddConsents(t.Context(), []consent.Entry{{
		Receipt: "r", ProposalID: "p", OrganisationID: "cage", Purpose: consent.OpenData, NoticeVersion: "1", NoticeHash: "h", At: testkit.Day(),
	}}))
	must(t, p.index.Refresh(t.Context()))
	name := testkit.FullCard().Name
	for _, path := range before {
		if strings.Contains(ask(t, handler, path).Body.String(), name) {
			t.Errorf("GET %s still has the organisation", path)
		}
	}
	for _, form := range exportForms() {
		if strings.Contains(unpacked([]byte(export(t, p, "--format", form.name))), name) {
			t.Errorf("the export as %s still has the organisation", form.name)
		}
	}
	if page := ask(t, handler, "/organizzazioni/gabbia"); page.Code != http.StatusOK || !strings.Contains(page.Body.String(), name) {
		t.Errorf("its page = %d", page.Code)
	}
}

// TestMurmurations_areOffUntilTheyAreWanted asks a site whose operator has said
// nothing.
func TestMurmurations_areOffUntilTheyAreWanted(t *testing.T) {
	p, _ := openCage(t, io.Discard)
	p.flags.Murmurations = false
	handler, err := p.handler()
	must(t, err)
	if answer := ask(t, handler, "/murmurations/gabbia.json"); answer.Code != http.StatusNotFound {
		t.Errorf("the profile = %d", answer.Code)
	}
	if page := ask(t, handler, "/dati-aperti").Body.String(); strings.Contains(page, "Murmurations") {
		t.Error("the page of the open data speaks of it")
	}
}

// TestRecords_areTheSameWhereverTheyAreRead compares what the list, the lines,
// the address of its own and the page's JSON say of each sample organisation.
func TestRecords_areTheSameWhereverTheyAreRead(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	must(t, p.addSamples(t.Context()))
	must(t, p.index.Refresh(t.Context()))
	lines := recordsBySlug(t, ask(t, handler, "/api/v1/organisations?format=ndjson").Body.String())
	folder := t.TempDir()
	_, err := p.dumpMaker().Write(t.Context(), folder)
	must(t, err)
	dumped, err := os.ReadFile(filepath.Join(folder, "organisations.ndjson"))
	must(t, err)
	inDump, exported := recordsBySlug(t, string(dumped)), recordsBySlug(t, export(t, p, "--format", "ndjson"))
	listed := decoded(t, ask(t, handler, "/api/v1/organisations?limit=200").Body.String())["data"].([]any)
	if len(listed) < 30 || len(lines) != len(listed) {
		t.Fatalf("%d are listed, %d are lines", len(listed), len(lines))
	}
	for _, one := range listed {
		slug := one.(map[string]any)["slug"].(string)
		page := decoded(t, ask(t, handler, "/organizzazioni/"+slug+".json").Body.String())
		own := decoded(t, ask(t, handler, "/api/v1/organisations/"+slug).Body.String())
		for name, other := range map[string]any{"the list": one, "the lines": lines[slug], "its own address": own, "the dump": inDump[slug], "the export": exported[slug]} {
			if diff := cmp.Diff(any(page), other); diff != "" {
				t.Errorf("%s says something else of %s: %s", name, slug, diff)
			}
		}
	}
}

// recordsBySlug reads lines of JSON.
func recordsBySlug(t *testing.T, text string) map[string]any {
	t.Helper()
	records := map[string]any{}
	for line := range strings.Lines(text) {
		record := decoded(t, line)
		records[record["slug"].(string)] = record
	}
	return records
}

func decoded(t *testing.T, raw string) map[string]any {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal([]byte(raw), &value); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return value
}

// TestOpenDataPage_leadsToWhatIsThere follows each of its links.
func TestOpenDataPage_leadsToWhatIsThere(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	if page := ask(t, handler, "/dati-aperti").Body.String(); strings.Contains(page, "kB") {
		t.Error("/dati-aperti tells the size of files although there is no copy yet")
	}
	_, err := p.dumps().Make(t.Context(), p.dumpMaker())
	must(t, err)
	for _, path := range []string{"/dati-aperti", "/en/open-data"} {
		page := ask(t, handler, path).Body.String()
		testkit.CheckHTML(t, page)
		_, main, _ := strings.Cut(page, "<main")
		main, _, _ = strings.Cut(main, "</main>")
		links := regexp.MustCompile(`<a href="(/[^"]*)"`).FindAllStringSubmatch(main, -1)
		if len(links) < 10 {
			t.Errorf("%s has %d links", path, len(links))
		}
		for _, link := range links {
			answer := ask(t, handler, html.UnescapeString(link[1]))
			if to := answer.Header().Get("Location"); answer.Code == http.StatusFound { // to the newest copy
				answer = ask(t, handler, to)
			}
			if answer.Code != http.StatusOK || answer.Body.Len() == 0 {
				t.Errorf("%s leads to %s, which answers %d", path, link[1], answer.Code)
			}
			open := answer.Header().Get("Access-Control-Allow-Origin") == "*" && strings.Contains(strings.Join(answer.Header()["Link"], " "), `rel="license"`)
			if data := !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html"); data && !open {
				t.Errorf("%s does not say that it is open: %v", link[1], answer.Header())
			}
		}
		if n := strings.Count(page, "\u00a0kB</span>"); n != 6 {
			t.Errorf("%s tells the size of %d files; want 6", path, n)
		}
		for _, command := range regexp.MustCompile(`<pre[^>]*><code>[^<]*(http://127.0.0.1:8080)(/[a-z./]+)`).FindAllStringSubmatch(page, -1) {
			if answer := ask(t, handler, command[2]); answer.Code != http.StatusOK {
				t.Errorf("%s tells tools to read %s, which answers %d", path, command[2], answer.Code)
			}
		}
	}
}
