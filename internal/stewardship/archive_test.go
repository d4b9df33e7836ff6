package stewardship_test

import (
	"fmt"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/stewardship"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

var elena = account.Subject{PersonID: "elena", Name: "Elena", Grants: []account.Grant{{Role: account.Reviewer}}}

func state(t *testing.T, s *store.Store) organisation.State {
	t.Helper()
	o, err := s.Organisation(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	return o.State
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestQuiet_asksTheTeamOnlyAfterALongSilence(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		for months, want := range map[int]int{13: 0, 20: 0, 22: 1} {
			now.T = testkit.Day().AddDate(0, months, 0)
			if quiet, err := u.Quiet(t.Context()); err != nil || len(quiet) != want {
				t.Errorf("after %d months %d pages are quiet, %v; want %d", months, len(quiet), err, want)
			}
		}
	})
}

func TestArchiveDue_needsANoticeAndItsDay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		now.T = testkit.Day().AddDate(2, 0, 0)
		due := func(want int) {
			t.Helper()
			if n, err := u.ArchiveDue(t.Context()); err != nil || n != want {
				t.Fatalf("ArchiveDue = %d, %v; want %d", n, err, want)
			}
		}
		due(0)
		must(t, u.Notice(t.Context(), "oz", elena))
		if letters := testkit.Letters(t, s); len(letters) != 1 || letters[0].Template != "archive_notice" || letters[0].To != "ciao@oz.example" {
			t.Fatalf("letters = %+v; want one notice", letters)
		}
		if err := u.Notice(t.Context(), "oz", elena); fault.KeyOf(err) != "archive.error.told_already" {
			t.Errorf("a second notice = %v; want a refusal", err)
		}
		now.T = now.T.AddDate(0, 0, 59)
		due(0)
		now.T = now.T.AddDate(0, 0, 1)
		due(1)
		due(0)
		d, err := publication.Reader{Records: s}.Departure(t.Context(), "officine-zero")
		if err != nil || d.Why != organisation.Silent || d.Name != "Officine Zero" || !d.At.Equal(now.T) {
			t.Errorf("Departure = %+v, %v; want silence, today", d, err)
		}
	})
}

func TestArchiveDue_leavesAPageWhoseOrganisationHasAnswered(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		now.T = testkit.Day().AddDate(2, 0, 0)
		must(t, u.Notice(t.Context(), "oz", elena))
		now.T = now.T.AddDate(0, 0, 10)
		letters := testkit.Letters(t, s)
		link := letters[0].Values["Link"]
		must(t, u.StillTrue(t.Context(), link[len("https://x/it/t/"):len(link)-len("#true")], 1))
		now.T = now.T.AddDate(0, 0, 90)
		if n, err := u.ArchiveDue(t.Context()); err != nil || n != 0 || state(t, s) != organisation.Published {
			t.Errorf("ArchiveDue = %d, %v, the page is %s; want it to stay", n, err, state(t, s))
		}
		if _, err := s.Archiving(t.Context(), "oz"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the notice is still there: %v", err)
		}
	})
}

// Whoever answers that something has changed, or that the organisation is gone,
// is heard before the page leaves, however long the team takes.
func TestArchiveDue_waitsForTheTeamToReadWhatSomebodyHasWritten(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		now.T = testkit.Day().AddDate(2, 0, 0)
		must(t, u.Notice(t.Context(), "oz", elena))
		now.T = now.T.AddDate(0, 0, 10)
		link := testkit.Letters(t, s)[0].Values["Gone"]
		must(t, u.NoLongerExists(t.Context(), link[len("https://x/it/t/"):len(link)-len("#gone")]))
		now.T = now.T.AddDate(0, 0, 90)
		if n, err := u.ArchiveDue(t.Context()); err != nil || n != 0 || state(t, s) != organisation.Published {
			t.Fatalf("ArchiveDue = %d, %v, the page is %s; want it to wait for the team", n, err, state(t, s))
		}
		quiet, err := u.Quiet(t.Context())
		if err != nil || len(quiet) != 1 || quiet[0].Voice.Origin != organisation.Withdrawal {
			t.Fatalf("Quiet = %+v, %v; want the page with what was written", quiet, err)
		}
		must(t, s.MoveProposal(t.Context(), quiet[0].Voice.ID, organisation.Refused, organisation.Unread))
		if n, err := u.ArchiveDue(t.Context()); err != nil || n != 0 {
			t.Errorf("once it is decided, ArchiveDue = %d, %v; want none: the page was not silent", n, err)
		}
		if _, err := s.Archiving(t.Context(), "oz"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the notice is still there: %v", err)
		}
	})
}

func TestUnarchive_restoresThePage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		exact := []organisation.ExactPlace{{ID: "oz-seat", Kind: "seat", Publicity: organisation.PublicityMunicipality, Address: "via Nascosta 1", Municipality: testkit.Rome()}}
		must(t, s.SetExactPlaces(t.Context(), "oz", "", exact))
		must(t, u.Archive(t.Context(), "oz", stewardship.Departure{Why: organisation.Ceased}, elena))
		if left, err := u.Left(t.Context(), 1); err != nil || left.Total != 1 || left.Left[0].Why != organisation.Ceased || left.Left[0].Person != "Elena" {
			t.Fatalf("Left = %+v, %v", left, err)
		}
		now.T = now.T.Add(time.Hour)
		must(t, u.Unarchive(t.Context(), "oz", false, elena))
		kept, err := s.ExactPlaces(t.Context(), "oz", "")
		if err != nil || len(kept) != 1 || state(t, s) != organisation.Published {
			t.Errorf("the page is %s with %d places, %v; want it as it was", state(t, s), len(kept), err)
		}
	})
}

func TestUnarchive_asksWhoWantedToLeave(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, _ := faded(t, s)
		must(t, u.Archive(t.Context(), "oz", stewardship.Departure{Why: organisation.Requested}, elena))
		if err := u.Unarchive(t.Context(), "oz", false, elena); fault.KindOf(err) != fault.Invalid || state(t, s) != organisation.Archived {
			t.Errorf("Unarchive without agreement = %v", err)
		}
		d, err := publication.Reader{Records: s}.Departure(t.Context(), "officine-zero")
		if err != nil || d.Name != "" || d.Why != organisation.Requested {
			t.Errorf("Departure = %+v, %v; who asked to leave is not named", d, err)
		}
		must(t, u.Unarchive(t.Context(), "oz", true, elena))
	})
}

func TestArchive_needsAReasonAndASuccessorThatIsThere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, _ := faded(t, s)
		for _, d := range []stewardship.Departure{
			{},
			{Why: "noia"},
			{Why: organisation.Ceased, Successor: organisation.Successor{Slug: "mai-vista"}},
			{Why: organisation.Ceased, Successor: organisation.Successor{Slug: "officine-zero"}},
			{Why: organisation.Ceased, Successor: organisation.Successor{Website: "javascript:alert(1)"}},
		} {
			if err := u.Archive(t.Context(), "oz", d, elena); fault.KindOf(err) != fault.Invalid {
				t.Errorf("Archive(%+v) = %v; want a refusal", d, err)
			}
		}
		testkit.Publish(t, s, organisation.Organisation{ID: "tc", Slug: "telaio-comune"}, testkit.FullCard())
		must(t, u.Archive(t.Context(), "oz", stewardship.Departure{Why: organisation.Ceased, Successor: organisation.Successor{Slug: "telaio-comune"}}, elena))
		d, err := publication.Reader{Records: s}.Departure(t.Context(), "officine-zero")
		if err != nil || d.Successor == nil || d.Successor.ID != "tc" {
			t.Errorf("Departure = %+v, %v; want the successor", d, err)
		}
	})
}

func TestArchive_tellsWhatTookItsPlaceElsewhere(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, _ := faded(t, s)
		next := organisation.Successor{Name: "Il Filo", Website: "https://ilfilo.example/"}
		must(t, u.Archive(t.Context(), "oz", stewardship.Departure{Why: organisation.Ceased, Successor: next}, elena))
		d, err := publication.Reader{Records: s}.Departure(t.Context(), "officine-zero")
		if err != nil || d.Successor != nil || d.Elsewhere != next {
			t.Errorf("Departure = %+v, %v; want %+v", d, err, next)
		}
	})
}

func TestSucceed_saysAnewWhatTookThePlaceOfAPageThatHasLeft(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		if err := u.Succeed(t.Context(), "oz", organisation.Successor{}, elena); fault.KeyOf(err) != "archive.error.not_archived" {
			t.Errorf("of a page that is public = %v; want a refusal", err)
		}
		must(t, u.Archive(t.Context(), "oz", stewardship.Departure{Why: organisation.Ceased}, elena))
		left := now.T
		now.T = now.T.AddDate(0, 3, 0)
		testkit.Publish(t, s, organisation.Organisation{ID: "tc", Slug: "telaio-comune"}, testkit.FullCard())
		for _, wrong := range []organisation.Successor{{Slug: "mai-vista"}, {Slug: "officine-zero"}, {Website: "javascript:alert(1)"}} {
			if err := u.Succeed(t.Context(), "oz", wrong, elena); fault.KindOf(err) != fault.Invalid {
				t.Errorf("Succeed(%+v) = %v; want a refusal", wrong, err)
			}
		}
		for _, next := range []organisation.Successor{{Slug: "telaio-comune"}, {Name: "Il Filo", Website: "https://ilfilo.example/"}, {}} {
			must(t, u.Succeed(t.Context(), "oz", next, elena))
			d, err := publication.Reader{Records: s}.Departure(t.Context(), "officine-zero")
			if err != nil || d.Elsewhere.Website != next.Website || d.Elsewhere.Name != next.Name || (d.Successor != nil) != (next.Slug != "") {
				t.Errorf("after Succeed(%+v) Departure = %+v, %v", next, d, err)
			}
			if !d.At.Equal(left) || d.Why != organisation.Ceased {
				t.Errorf("after Succeed(%+v) it left on %s because %s; want what was true before", next, d.At, d.Why)
			}
		}
		entries, err := s.AuditOf(t.Context(), "organisation:oz")
		if err != nil {
			t.Fatal(err)
		}
		said := 0
		for _, e := range entries {
			if e.Action == "organisation.succeeded" && e.Actor == elena.PersonID {
				said++
			}
		}
		if said != 3 {
			t.Errorf("the audit tells of %d changes; want 3", said)
		}
	})
}

// A page that left before it was kept when still says the day on which it did.
func TestSucceed_keepsTheDayOfAPageThatLeftLongAgo(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u, now := faded(t, s)
		o, err := s.Organisation(t.Context(), "oz")
		must(t, err)
		o.State, o.UpdatedAt = organisation.Archived, testkit.Day()
		must(t, s.UpdateOrganisation(t.Context(), o))
		now.T = testkit.Day().AddDate(1, 0, 0)
		must(t, u.Succeed(t.Context(), "oz", organisation.Successor{Name: "Il Filo"}, elena))
		d, err := publication.Reader{Records: s}.Departure(t.Context(), "officine-zero")
		if err != nil || !d.At.Equal(testkit.Day()) || d.Elsewhere.Name != "Il Filo" {
			t.Errorf("Departure = %+v, %v; want the day on which it left", d, err)
		}
	})
}

func TestLeft_comesPageByPage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		u := stewardship.UseCases{Records: s}
		if empty, err := u.Left(t.Context(), 9); err != nil || empty.Total != 0 || empty.Page != 1 || empty.Pages != 1 {
			t.Errorf("with nothing: %+v, %v", empty, err)
		}
		for n := range stewardship.LeftPageSize + 1 {
			id := fmt.Sprintf("o%02d", n)
			o := testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id}, organisation.Card{Name: id})
			o.State, o.UpdatedAt = organisation.Archived, testkit.Day().Add(time.Duration(n)*time.Hour)
			if err := s.UpdateOrganisation(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		for page, want := range map[int]struct {
			at, length int
			first      string
		}{
			-1: {1, stewardship.LeftPageSize, "o50"}, 1: {1, stewardship.LeftPageSize, "o50"}, 2: {2, 1, "o00"}, 7: {2, 1, "o00"},
		} {
			left, err := u.Left(t.Context(), page)
			if err != nil || left.Page != want.at || left.Pages != 2 || left.Total != 51 || len(left.Left) != want.length || left.Left[0].ID != want.first {
				t.Errorf("page %d is page %d of %d with %d of %d, %v", page, left.Page, left.Pages, len(left.Left), left.Total, err)
			}
		}
	})
}
