package store_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

var noon = time.Date(2026, 11, 12, 12, 0, 0, 123000, time.UTC)

func draft(id string) participation.Draft {
	return participation.Draft{
		ID: id, Questionnaire: "participation", Version: 1, Origin: organisation.NewOrganisation,
		Language: "it", BegunAt: noon, SavedAt: noon,
	}
}

func addDraft(t testing.TB, s *store.Store, id string) participation.Draft {
	t.Helper()
	d := draft(id)
	if err := s.AddDraft(t.Context(), d, participation.Key{DraftID: id, Hash: "hash-" + id, Kind: participation.BrowserKey, At: noon}); err != nil {
		t.Fatal(err)
	}
	return d
}

func step(id string, number int, name string) participation.Step {
	return participation.Step{
		DraftID: id, Page: "who", Number: number, Who: "participant", At: noon.Add(time.Duration(number) * time.Minute),
		Answers: questionnaire.Answers{"name": {Text: name}},
	}
}

func TestOpenDraftsOf_findsWhatWasLeftHalfWay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, id := range []string{"a", "b", "c"} {
			addDraft(t, s, id)
		}
		for id, address := range map[string]string{"a": "Ada@prova.example", "b": "ada@prova.example", "c": "altri@prova.example"} {
			if err := s.SetDraftAddress(t.Context(), id, address); err != nil {
				t.Fatal(err)
			}
		}
		sent := draft("b")
		sent.SentAt, sent.ProposalID = noon, "p"
		if err := s.MarkDraftSent(t.Context(), sent); err != nil {
			t.Fatal(err)
		}
		found, err := s.OpenDraftsOf(t.Context(), "ada@prova.example", 5)
		if err != nil || len(found) != 1 || found[0].ID != "a" {
			t.Errorf("found %v, %v; want only a", found, err)
		}
	})
}

func TestHeldDraft_needsItsKey(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		want := addDraft(t, s, "a")
		addDraft(t, s, "b")
		got, err := s.HeldDraft(t.Context(), "a", "hash-a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for _, key := range [][2]string{{"a", "hash-b"}, {"b", "hash-a"}, {"a", ""}, {"c", "hash-a"}} {
			if _, err := s.HeldDraft(t.Context(), key[0], key[1]); fault.KindOf(err) != fault.NotFound {
				t.Errorf("HeldDraft(%v) = %v; want not found", key, err)
			}
		}
	})
}

func TestMailedKey_leadsToTheDraftButDoesNotOpenIt(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		addDraft(t, s, "a")
		key := participation.Key{DraftID: "a", Hash: "mailed", Kind: participation.MailedKey, At: noon}
		if err := s.AddDraftKey(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		d, k, err := s.DraftByMailedKey(t.Context(), "mailed")
		if err != nil || d.ID != "a" || k != key {
			t.Errorf("DraftByMailedKey = %s, %v, %v; want a, %v", d.ID, k, err, key)
		}
		if _, err := s.HeldDraft(t.Context(), "a", "mailed"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("HeldDraft with a mailed key = %v; want not found", err)
		}
		if _, _, err := s.DraftByMailedKey(t.Context(), "hash-a"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("DraftByMailedKey with a browser's key = %v; want not found", err)
		}
		for since, want := range map[time.Time]int{noon.Add(-time.Hour): 1, noon.Add(time.Hour): 0} {
			if n, err := s.CountMailedKeys(t.Context(), "a", since); err != nil || n != want {
				t.Errorf("CountMailedKeys since %v = %d, %v; want %d", since, n, err, want)
			}
		}
	})
}

func TestSaveStep_keepsEveryStepAndGivesTheNewestOfEachPage(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		addDraft(t, s, "a")
		other := step("a", 1, "x")
		other.Page = "place"
		for _, next := range []participation.Step{step("a", 1, "first"), other, step("a", 2, "second")} {
			if err := s.SaveStep(t.Context(), next); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.CurrentSteps(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]participation.Step{other, step("a", 2, "second")}, got); diff != "" {
			t.Error(diff)
		}
		every, err := s.Steps(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]participation.Step{other, step("a", 1, "first"), step("a", 2, "second")}, every); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSaveStep_neverOverwrites(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		addDraft(t, s, "a")
		if err := s.SaveStep(t.Context(), step("a", 1, "first tab")); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveStep(t.Context(), step("a", 1, "second tab")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("SaveStep = %v; want a conflict", err)
		}
		got, err := s.CurrentSteps(t.Context(), "a")
		if err != nil || len(got) != 1 || got[0].Answers["name"].Text != "first tab" {
			t.Errorf("the page holds %v, %v; want the first tab's", got, err)
		}
	})
}

func TestSaveStep_isRefusedOnceTheDraftIsSent(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		d := addDraft(t, s, "a")
		d.SentAt, d.ProposalID = noon, "p"
		if err := s.MarkDraftSent(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveStep(t.Context(), step("a", 1, "late")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("SaveStep = %v; want a conflict", err)
		}
		if err := s.MarkDraftSent(t.Context(), d); fault.KindOf(err) != fault.Conflict {
			t.Errorf("MarkDraftSent again = %v; want a conflict", err)
		}
		if sent, err := s.DraftOfProposal(t.Context(), "p"); err != nil || sent.ID != "a" || !sent.Sent() {
			t.Errorf("DraftOfProposal = %v, %v; want the draft, sent", sent, err)
		}
	})
}

func TestSaveStep_manyAtOnceEachGetTheirOwnOutcome(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		const drafts, tabs, steps = 8, 2, 10
		for i := range drafts {
			addDraft(t, s, strconv.Itoa(i))
		}
		var wait sync.WaitGroup
		outcomes := make(chan error, drafts*tabs*steps)
		for i := range drafts * tabs {
			wait.Go(func() {
				for n := 1; n <= steps; n++ {
					outcomes <- s.SaveStep(t.Context(), step(strconv.Itoa(i%drafts), n, fmt.Sprint("tab ", i/drafts)))
				}
			})
		}
		wait.Wait()
		close(outcomes)
		saved, refused := 0, 0
		for err := range outcomes {
			switch {
			case err == nil:
				saved++
			case fault.KindOf(err) == fault.Conflict:
				refused++
			default:
				t.Error(err)
			}
		}
		if saved != drafts*steps || refused != drafts*steps*(tabs-1) {
			t.Errorf("%d saved and %d refused; want %d and %d", saved, refused, drafts*steps, drafts*steps*(tabs-1))
		}
	})
}

func TestSaveStep_doesNotWaitForAReaderWhoHasGone(t *testing.T) {
	s := testkit.SQLite(t)
	addDraft(t, s, "a")
	gone, leave := context.WithCancel(t.Context())
	err := s.InTx(t.Context(), func(context.Context) error { // the writer is busy
		leave()
		if err := s.SaveStep(gone, step("a", 1, "late")); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("SaveStep = %v; want unavailable", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveStep(t.Context(), step("a", 2, "next")); err != nil {
		t.Errorf("the next save = %v; want it saved", err)
	}
}

func TestRemoveDrafts_leavesWhatIsYoungOrUnderReview(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, state := range []organisation.ProposalState{organisation.Unread, organisation.Accepted} {
			d := addDraft(t, s, string(state))
			proposal := organisation.Proposal{ID: "p-" + string(state), Origin: d.Origin, State: state, Language: "it", SentAt: noon, UpdatedAt: noon}
			if err := s.AddProposal(t.Context(), proposal); err != nil {
				t.Fatal(err)
			}
			d.SentAt, d.ProposalID = noon, proposal.ID
			if err := s.MarkDraftSent(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		addDraft(t, s, "old")
		addDraft(t, s, "young")
		late := step("young", 1, "x")
		late.At = noon.Add(2 * time.Hour)
		if err := s.SaveStep(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		if n, err := s.RemoveDrafts(t.Context(), noon.Add(time.Hour)); err != nil || n != 2 {
			t.Errorf("RemoveDrafts = %d, %v; want 2", n, err)
		}
		var left []string
		for _, id := range []string{"unread", "accepted", "old", "young"} {
			if _, err := s.HeldDraft(t.Context(), id, "hash-"+id); err == nil {
				left = append(left, id)
			}
		}
		if !slices.Equal(left, []string{"unread", "young"}) {
			t.Errorf("left = %v; want unread and young", left)
		}
		if steps, err := s.CurrentSteps(t.Context(), "young"); err != nil || len(steps) != 1 {
			t.Errorf("its steps = %v, %v; want one", steps, err)
		}
	})
}

func TestAddAnswers_keepsMissingReasons(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		answers := []participation.Answer{
			{ProposalID: "p", Questionnaire: "participation", Version: 1, Variable: "founded", Value: questionnaire.Value{Missing: questionnaire.NotAsked}, Who: "participant", At: noon},
			{ProposalID: "p", Questionnaire: "participation", Version: 1, Variable: "title", Item: "i1", Value: questionnaire.Value{Text: "Corso"}, Who: "participant", At: noon},
		}
		if err := s.AddAnswers(t.Context(), answers); err != nil {
			t.Fatal(err)
		}
		got, err := s.AnswersOfProposal(t.Context(), "p")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(answers, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestConfirmation_leadsToItsProposal(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		proposal := organisation.Proposal{ID: "p", Origin: organisation.NewOrganisation, State: organisation.Unconfirmed, Language: "it", SentAt: noon, UpdatedAt: noon}
		if err := s.AddProposal(t.Context(), proposal); err != nil {
			t.Fatal(err)
		}
		want := participation.Confirmation{Hash: "key", ProposalID: "p", AddressHash: "address", At: noon}
		if err := s.AddConfirmation(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Confirmation(t.Context(), "key"); err != nil || got != want {
			t.Errorf("Confirmation = %v, %v; want %v", got, err, want)
		}
		for since, want := range map[time.Time]int{noon.Add(-time.Hour): 1, noon: 0} {
			if n, err := s.CountConfirmations(t.Context(), "p", since); err != nil || n != want {
				t.Errorf("CountConfirmations since %v = %d, %v; want %d", since, n, err, want)
			}
		}
		if _, err := s.Confirmation(t.Context(), "other"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Confirmation of an unknown key = %v; want not found", err)
		}
		if n, err := s.CountProposals(t.Context(), organisation.Unconfirmed, organisation.Unread); err != nil || n != 1 {
			t.Errorf("CountProposals = %d, %v; want 1", n, err)
		}
	})
}

func BenchmarkSaveStep_16AtOnce(b *testing.B) {
	s := testkit.SQLite(b)
	for i := range 64 {
		addDraft(b, s, strconv.Itoa(i))
	}
	var mu sync.Mutex
	next, numbers := 0, map[int]int{}
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		mu.Lock()
		mine := next
		next++
		mu.Unlock()
		for pb.Next() {
			mu.Lock()
			numbers[mine]++
			number := numbers[mine]
			mu.Unlock()
			if err := s.SaveStep(b.Context(), step(strconv.Itoa(mine), number, "Officine Zero")); err != nil {
				b.Error(err)
			}
		}
	})
}
