package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

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
