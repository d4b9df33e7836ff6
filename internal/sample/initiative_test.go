package sample_test

import (
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/initiative"
	"telaio/internal/testkit"
)

// TestSeed_initiativesHaveNothingToMend opens the sample sheets as their
// organisations would.
func TestSeed_initiativesHaveNothingToMend(t *testing.T) {
	s := testkit.SQLite(t)
	seed(t, s)
	library := testkit.Library(t)
	newest, _ := library.NewestKit()
	sheets, err := initiative.NewSheets(library.Kits[newest.ID], newest, library.Messages, library.Taxonomies)
	if err != nil {
		t.Fatal(err)
	}
	use := initiative.UseCases{Records: s, People: s, Sheets: sheets, Clock: &clock.Fixed{T: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, Zone: time.UTC}
	found := 0
	organisations, err := s.PublishedOrganisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range organisations {
		list, _, err := use.List(t.Context(), o.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range list {
			found++
			if o.Slug == "officine-zero" {
				t.Errorf("%s is not invented: nothing may be said of what it does", o.Slug)
			}
			for _, gap := range i.Gaps() {
				t.Errorf("%s of %s: %s: %s", i.Content.Name, o.Slug, gap.Field, gap.Message.Key)
			}
		}
	}
	if found != 3 {
		t.Errorf("%d initiatives; want 3", found)
	}
}
