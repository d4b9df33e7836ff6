package importing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/importing"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestBecame_findsWhatEachRowHasBecome(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for _, test := range []struct {
			name    string
			publish bool
		}{{"published", true}, {"proposed", false}} {
			file := with(register, "Filo Comune", "Filo "+test.name)
			done := w.take(file, importing.Options{Publish: test.publish})
			became, err := w.Became(t.Context(), done, done.Report.Lines[:1])
			if err != nil || len(became) != 1 {
				t.Fatalf("%s: %+v, %v; want the one row that was asked about", test.name, became, err)
			}
			got := became[2]
			want := importing.Became{Row: 2}
			if test.publish {
				o := w.named("Filo published")
				want.OrganisationID, want.Slug, want.Public = o.ID, o.Slug, true
			} else if want.ProposalID = got.ProposalID; got.ProposalID == "" {
				t.Errorf("%s: no proposal", test.name)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.name, diff)
			}
			undone, err := w.Undo(t.Context(), researcher(), done.ID)
			if err != nil {
				t.Fatal(err)
			}
			if became, err := w.Became(t.Context(), undone, undone.Report.Lines); err != nil || len(became) > 0 {
				t.Errorf("%s, undone: %v, %v; want nothing", test.name, became, err)
			}
		}
	})
}
