package merge_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// claimed is the world in which Bruno has begun to show that he represents the
// page that goes, and Carla both pages.
func claimed(t *testing.T, s *store.Store) (world, claim.Claim) {
	t.Helper()
	w := newWorld(t, s)
	for _, id := range []string{"bruno", "carla"} {
		must(t, s.AddPerson(t.Context(), account.Person{ID: id, Email: id + "@posta.example", Name: id, Language: "it", CreatedAt: testkit.Day()}))
	}
	begun := claim.Claim{
		OrganisationID: "gone", PersonID: "bruno", BegunAt: testkit.Day(),
		Code: claim.Code{Hash: "h", ExpiresAt: testkit.Day().Add(claim.CodeLife)},
		Site: claim.Site{Token: "telaio-token"},
	}
	for _, c := range []claim.Claim{begun, {OrganisationID: "gone", PersonID: "carla"}, {OrganisationID: "kept", PersonID: "carla"}} {
		c.BegunAt = testkit.Day()
		must(t, s.BeginClaim(t.Context(), c))
	}
	must(t, s.SetClaimCode(t.Context(), begun))
	must(t, s.SetClaimSite(t.Context(), begun))
	testkit.Letters(t, s)
	return w, begun
}

func TestApply_carriesOverWhatSomebodyHasBegunToShow(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, begun := claimed(t, s)

		done, err := w.Apply(t.Context(), w.order(), w.elena)

		must(t, err)
		got, err := s.Claim(t.Context(), "kept", "bruno")
		must(t, err)
		if got.Site.Token != begun.Site.Token || got.Code.Hash != "" {
			t.Errorf("Bruno's claim has the token %q and the code %q; want his token, and no code for another address", got.Site.Token, got.Code.Hash)
		}
		told := map[string]string{}
		for _, l := range testkit.Letters(t, s) {
			if l.Template == "claim_moved" {
				told[l.To] = l.Values["Link"]
			}
		}
		if diff := cmp.Diff(map[string]string{"bruno@posta.example": "https://x/it/claim/telaio-comune"}, told); diff != "" {
			t.Errorf("who was told where to go on (-want +got):\n%s", diff)
		}
		w.now.T = w.now.T.Add(time.Hour)
		_, err = w.Undo(t.Context(), done.ID, 2, nil, w.elena)
		must(t, err)
		if _, err := s.Claim(t.Context(), "gone", "bruno"); err != nil {
			t.Errorf("after parting them, Bruno's claim is not with its page: %v", err)
		}
		if _, err := s.Claim(t.Context(), "kept", "bruno"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after parting them, Bruno claims the other page too: %v", err)
		}
		for _, id := range []string{"kept", "gone"} {
			if _, err := s.Claim(t.Context(), id, "carla"); err != nil {
				t.Errorf("Carla's claim of %s: %v; want both of hers untouched", id, err)
			}
		}
	})
}

func TestApply_leavesACodeItsWorthIfTheAddressIsTheSame(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w, _ := claimed(t, s)
		order := w.order()
		for _, o := range []organisation.Organisation{w.kept, w.gone} {
			card := o.Card
			card.Contacts.Email = "ciao@telaiocomune.example"
			testkit.Revise(t, s, o, card, organisation.Revision{})
		}
		order.SeenKept, order.SeenGone = 2, 2
		_, err := w.Apply(t.Context(), order, w.elena)
		must(t, err)
		if got, err := s.Claim(t.Context(), "kept", "bruno"); err != nil || got.Code.Hash != "h" {
			t.Errorf("the code is %q, %v; want it kept: it was mailed to this very address", got.Code.Hash, err)
		}
	})
}
