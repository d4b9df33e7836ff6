package participation_test

import (
	"testing"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
)

// sentFrom adds a proposal that somebody with the address sent.
func (w *world) sentFrom(id, address string, state organisation.ProposalState) {
	w.t.Helper()
	p := organisation.Proposal{
		ID: id, Origin: organisation.NewOrganisation, State: state, Name: "Officina " + id, Language: "it",
		Sender: organisation.Sender{Name: "Ada", Email: address}, SentAt: w.clock.Now(), UpdatedAt: w.clock.Now(),
	}
	if err := w.store.AddProposal(w.t.Context(), p); err != nil {
		w.t.Fatal(err)
	}
}

func TestFindAgain_mailsALinkToEachThingSent(t *testing.T) {
	w := newWorld(t)
	w.sentFrom("uno", "Ada@prova.example", organisation.Unread)
	w.sentFrom("due", "ada@prova.example", organisation.Unconfirmed)
	w.sentFrom("tre", "altri@prova.example", organisation.Unread)
	if err := w.FindAgain(t.Context(), " ada@PROVA.example"); err != nil {
		t.Fatal(err)
	}
	mailed := map[string]string{}
	for _, l := range w.post.letters {
		mailed[l.Template] = l.Values["Organisation"]
	}
	if len(w.post.letters) != 2 || mailed["status_link"] != "Officina uno" || mailed["confirm_submission"] != "Officina due" {
		t.Errorf("mailed %v; want the status page of uno and the confirmation of due", w.post.letters)
	}
}

func TestFindAgain_mailsALinkToWhatWasLeftHalfWay(t *testing.T) {
	w := newWorld(t)
	f, err := w.Form(t.Context(), w.begin(organisation.NewOrganisation))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Pause(t.Context(), f, "ada@prova.example"); err != nil {
		t.Fatal(err)
	}
	w.post.letters = nil
	if err := w.FindAgain(t.Context(), "Ada@prova.example"); err != nil {
		t.Fatal(err)
	}
	if len(w.post.letters) != 1 || w.post.letters[0].Template != "resume" {
		t.Fatalf("mailed %v; want one link to go on", w.post.letters)
	}
	d, err := w.Resume(t.Context(), w.post.letters[0].Values["Link"], "phone")
	if err != nil || d.ID != f.Draft.ID {
		t.Errorf("the link leads to %q, %v; want %q", d.ID, err, f.Draft.ID)
	}
}

// Nobody learns from the answer who has sent something.
func TestFindAgain_answersAStrangerAlike(t *testing.T) {
	w := newWorld(t)
	if err := w.FindAgain(t.Context(), "nessuno@prova.example"); err != nil || len(w.post.letters) != 0 {
		t.Errorf("FindAgain = %v with %d letters; want nil and none", err, len(w.post.letters))
	}
	err := w.FindAgain(t.Context(), "ada")
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("FindAgain of no address = %v; want %v for %s", err, fault.Invalid, participation.AddressField)
	}
}

func TestFindAgain_fillsNobodysMailbox(t *testing.T) {
	w := newWorld(t)
	w.sentFrom("uno", "ada@prova.example", organisation.Unread)
	for range 5 {
		if err := w.FindAgain(t.Context(), "ada@prova.example"); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(time.Minute)
	}
	if got := len(w.post.letters); got != 3 {
		t.Errorf("five requests within the hour brought %d letters; want 3", got)
	}
}
