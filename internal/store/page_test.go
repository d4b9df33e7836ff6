package store_test

import (
	"testing"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestLogoIsPublic_onlyForThePresentRevisionOfAPublishedPage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		card := testkit.FullCard()
		o := testkit.Publish(t, s, organisation.Organisation{ID: "full", Slug: "telaio-comune"}, card)
		wantLogo(t, s, card.Logo, true)
		wantLogo(t, s, "", false)

		o.State = organisation.Archived
		if err := s.UpdateOrganisation(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		wantLogo(t, s, card.Logo, false)

		without := card
		without.Logo = ""
		testkit.Revise(t, s, o, without, organisation.Revision{})
		wantLogo(t, s, card.Logo, false)
	})
}

func wantLogo(t *testing.T, s *store.Store, logo string, want bool) {
	t.Helper()
	if got, err := s.LogoIsPublic(t.Context(), logo); err != nil || got != want {
		t.Errorf("LogoIsPublic(%.8q) = %v, %v; want %v", logo, got, err, want)
	}
}

func TestConfirmOrganisation_needsThePresentRevision(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
		before, err := s.LastPublicChange(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		at := testkit.Day().Add(time.Hour)
		if err := s.ConfirmOrganisation(t.Context(), "oz", 2, organisation.ByTeam, at); fault.KindOf(err) != fault.Conflict {
			t.Errorf("confirming a revision to come = %v; want a conflict", err)
		}
		if err := s.ConfirmOrganisation(t.Context(), "oz", 1, organisation.ByTeam, at); err != nil {
			t.Fatal(err)
		}
		got, err := s.Organisation(t.Context(), "oz")
		if err != nil || !got.ConfirmedAt.Equal(at) || got.ConfirmedBy != organisation.ByTeam || got.Revision != 1 || !got.UpdatedAt.Equal(o.UpdatedAt) {
			t.Errorf("organisation = %+v, %v; want revision 1 confirmed and else unchanged", got, err)
		}
		if after, err := s.LastPublicChange(t.Context()); err != nil || after <= before {
			t.Errorf("last public change = %d, %v; the caches must hear of it after %d", after, err, before)
		}
		got.State = organisation.Archived
		if err := s.UpdateOrganisation(t.Context(), got); err != nil {
			t.Fatal(err)
		}
		if err := s.ConfirmOrganisation(t.Context(), "oz", 1, organisation.ByTeam, at); fault.KindOf(err) != fault.Conflict {
			t.Errorf("confirming a page that has gone = %v; want a conflict", err)
		}
	})
}
