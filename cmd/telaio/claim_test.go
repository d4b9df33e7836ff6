package main

import (
	"net/http"
	"testing"

	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// TestClaim_isAskedAtTheAddressThatThePageHasNow follows an old address, as the
// page itself does: who would be shown another name would not know why.
func TestClaim_isAskedAtTheAddressThatThePageHasNow(t *testing.T) {
	j := openJourney(t, "")
	filo := testkit.Publish(t, j.store, organisation.Organisation{ID: "filo", Slug: "filo"}, organisation.Card{Name: "Filo"})
	filo.Slug = "filo-comune"
	must(t, j.store.UpdateOrganisation(t.Context(), filo))

	handler, err := j.handler()
	must(t, err)
	old := ask(t, handler, "/organizzazioni/filo/rappresenta")
	if at := old.Header().Get("Location"); old.Code != http.StatusFound || at != "/organizzazioni/filo-comune/rappresenta" {
		t.Errorf("the old address answers %d and leads to %q", old.Code, at)
	}
	shows(t, j.browser().Get("/organizzazioni/filo-comune/rappresenta"), http.StatusOK, "Rappresenti Filo?")
}
