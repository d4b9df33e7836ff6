package peerreading_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/peerreading"
	"telaio/internal/report"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// two are organisations: Ada looks after Filo Comune, which has closed a
// self-assessment, Bruno after Altra Trama.
type two struct {
	*testing.T
	peerreading.UseCases
	store      *store.Store
	cycle      assessment.Cycle
	material   assessment.Material
	ada, bruno account.Subject
}

const kept = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// answers are what a closed cycle says, and its one file.
type answers struct {
	*store.Store
	material assessment.Material
}

func (a answers) Find(ctx context.Context, id string) (assessment.Cycle, error) {
	return a.Cycle(ctx, id)
}

func (a answers) CycleFile(context.Context, assessment.Cycle, string) (string, io.ReadCloser, error) {
	return "verbale.pdf", io.NopCloser(strings.NewReader("%PDF")), nil
}

func (a answers) Report(context.Context, assessment.Cycle) (report.Report, error) {
	return report.Make(report.Source{Material: a.material}), nil
}

type links struct{}

func (links) Reading(_, reader, reading string) string {
	return "https://telaio.example/" + reader + "/" + reading
}

func (links) Readings(_, organisationID, cycle string) string {
	return "https://telaio.example/" + organisationID + "/" + cycle
}

func eachTwo(t *testing.T, test func(two)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := &clock.Fixed{T: testkit.Day()}
		w := two{T: t, store: s}
		testkit.Publish(t, s, organisation.Organisation{ID: "filo", Slug: "filo-comune", State: organisation.Published}, organisation.Card{Name: "Filo Comune"})
		testkit.Publish(t, s, organisation.Organisation{ID: "altra", Slug: "altra-trama", State: organisation.Published}, organisation.Card{Name: "Altra Trama"})
		testkit.Publish(t, s, organisation.Organisation{ID: "sola", Slug: "sola", State: organisation.Published}, organisation.Card{Name: "Nessuno la cura"})
		people := account.People{Store: s, Organisations: s, Clock: now}
		w.ada, w.bruno = w.editor(people, "ada", "filo"), w.editor(people, "bruno", "altra")
		w.material = w.closed(now)
		all := answers{s, w.material}
		w.UseCases = peerreading.UseCases{Records: s, Assessments: all, Reports: all, People: people, Outbox: s, Links: links{}, Clock: now}
		test(w)
	})
}

func (w *two) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *two) editor(people account.People, name, organisationID string) account.Subject {
	w.Helper()
	w.must(w.store.AddPerson(w.Context(), account.Person{ID: name, Name: name, Email: name + "@example.org", Language: "it", CreatedAt: testkit.Day()}))
	grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: organisationID}
	w.must(people.Grant(w.Context(), account.System, name, grant))
	return account.Subject{PersonID: name, Grants: []account.Grant{grant}}
}

// closed is a cycle whose NET1 and NET2 are high, NET3 is high by three people
// only, and NET4 is low.
func (w *two) closed(now clock.Clock) assessment.Material {
	w.Helper()
	k, _ := testkit.Library(w).NewestKit()
	at := now.Now()
	w.cycle = assessment.Cycle{
		ID: "c", OrganisationID: "filo", Kit: k.ID, KitVersion: k.Version, Extent: assessment.Full, Mode: assessment.Confidential, Label: "2026", AnswersOf: "c",
		CreatedBy: "ada", CreatedAt: at, EndedAt: at, ClosedAt: at, Respondents: 5,
	}
	w.must(w.store.AddCycle(w.Context(), w.cycle))
	five := func(c kit.Code) []kit.Code { return slices.Repeat([]kit.Code{c}, 5) }
	return assessment.Material{
		Cycle: w.cycle, Kit: k, Answers: map[string][]kit.Code{"NET1": five(kit.L3), "NET2": five(kit.L4), "NET3": five(kit.L3)[:3], "NET4": five(kit.L2)},
		Evidence: map[string][]assessment.Evidence{"NET1": {{Strength: kit.Document, Title: "Verbale", File: kept, FileName: "verbale.pdf"}}, "NET3": {{Strength: kit.Document, Title: "Di poche"}}},
	}
}

// invited is a reading that Bruno's organisation was asked for.
func (w two) invited() peerreading.Told {
	w.Helper()
	in := peerreading.Invitation{Reader: "https://telaio.example/organizzazioni/altra-trama", Message: "Guardate NET1."}
	w.must(w.Invite(w.Context(), w.ada, w.cycle, in))
	list, err := w.For(w.Context(), "altra")
	w.must(err)
	return w.find(list[0].ID)
}

func (w two) find(id string) peerreading.Told {
	w.Helper()
	told, err := w.Find(w.Context(), "altra", id)
	w.must(err)
	return told
}

func TestReading_goesFromInvitationToComments(t *testing.T) {
	eachTwo(t, func(w two) {
		told := w.invited()
		letters := testkit.Letters(w, w.store)
		if len(letters) != 1 || letters[0].To != "bruno@example.org" || letters[0].Values["Link"] != "https://telaio.example/altra/"+told.ID {
			w.Fatalf("letters %+v; want the invitation to Bruno", letters)
		}
		w.must(w.Accept(w.Context(), w.bruno, told.Reading))
		pieces, err := w.Pieces(w.Context(), told.Reading)
		w.must(err)
		var items []string
		for _, i := range pieces.Items {
			items = append(items, i.ID)
		}
		if diff := cmp.Diff([]string{"NET1", "NET2"}, items); diff != "" {
			w.Errorf("the reader sees (-want +got):\n%s", diff)
		}
		told = w.find(told.ID)
		w.must(w.Comment(w.Context(), w.bruno, told.Reading, peerreading.Comment{Item: "NET1", Text: " Il verbale convince. "}))
		if err := w.Comment(w.Context(), w.bruno, told.Reading, peerreading.Comment{Item: "NET1", Text: "Da un'altra scheda."}); fault.KindOf(err) != fault.Conflict {
			w.Errorf("a second first comment: %v; want a conflict", err)
		}
		for _, item := range []string{"NET3", "NET4"} {
			if err := w.Comment(w.Context(), w.bruno, told.Reading, peerreading.Comment{Item: item, Text: "?"}); fault.KindOf(err) != fault.NotFound {
				w.Errorf("a comment on %s, which the reader does not see: %v", item, err)
			}
		}
		w.must(w.Finish(w.Context(), w.bruno, told.Reading))
		of, err := w.Of(w.Context(), w.cycle)
		w.must(err)
		if of[0].State() != peerreading.Done || of[0].Comments["NET1"].Text != "Il verbale convince." || of[0].Said() != 1 {
			w.Errorf("those who were read see %+v", of[0])
		}
		if letters := testkit.Letters(w, w.store); len(letters) != 1 || letters[0].To != "ada@example.org" {
			w.Errorf("letters %+v; want one to Ada that it is read", letters)
		}
		if err := w.Comment(w.Context(), w.bruno, w.find(told.ID).Reading, peerreading.Comment{Item: "NET2", Text: "Tardi"}); fault.KindOf(err) != fault.Conflict {
			w.Errorf("a comment after the end: %v; want a conflict", err)
		}
	})
}

func TestReading_isClosedToOthersAndOnceItIsTakenBack(t *testing.T) {
	eachTwo(t, func(w two) {
		told := w.invited()
		if _, _, err := w.File(w.Context(), told.Reading, kept); fault.KindOf(err) != fault.NotFound {
			w.Errorf("a file before accepting: %v; want not found", err)
		}
		if err := w.Accept(w.Context(), w.ada, told.Reading); fault.KindOf(err) != fault.Denied {
			w.Errorf("accepted by those who invited: %v; want denied", err)
		}
		w.must(w.Accept(w.Context(), w.bruno, told.Reading))
		told = w.find(told.ID)
		if name, file, err := w.File(w.Context(), told.Reading, kept); err != nil || name != "verbale.pdf" {
			w.Errorf("the file of NET1: %q, %v", name, err)
		} else {
			file.Close()
		}
		if _, _, err := w.File(w.Context(), told.Reading, strings.Repeat("a", 64)); fault.KindOf(err) != fault.NotFound {
			w.Errorf("another file: %v; want not found", err)
		}
		if _, err := w.Find(w.Context(), "sola", told.ID); fault.KindOf(err) != fault.NotFound {
			w.Errorf("found by another organisation: %v; want not found", err)
		}
		if err := w.Withdraw(w.Context(), w.bruno, w.cycle, told.ID); fault.KindOf(err) != fault.Denied {
			w.Errorf("taken back by the reader: %v; want denied", err)
		}
		w.must(w.Withdraw(w.Context(), w.ada, w.cycle, told.ID))
		if _, err := w.Find(w.Context(), "altra", told.ID); fault.KindOf(err) != fault.NotFound {
			w.Errorf("found after it was taken back: %v; want not found", err)
		}
		if err := w.Comment(w.Context(), w.bruno, told.Reading, peerreading.Comment{Item: "NET1", Text: "Tardi"}); fault.KindOf(err) != fault.Conflict {
			w.Errorf("a comment from an old page: %v; want a conflict", err)
		}
	})
}

func TestInvite_saysWhyNot(t *testing.T) {
	eachTwo(t, func(w two) {
		w.invited()
		for reader, want := range map[string]string{
			"nessuna-cosi": "peer.reader_unknown", "": "peer.reader_unknown", "filo-comune": "peer.reader_same", "sola": "peer.reader_nobody", "Altra Trama": "peer.reader_there",
		} {
			err := w.Invite(w.Context(), w.ada, w.cycle, peerreading.Invitation{Reader: reader})
			refusal, _ := errors.AsType[*fault.Error](err)
			if refusal == nil || refusal.Fields[peerreading.ReaderField].Key != want {
				w.Errorf("%q: %v; want %s", reader, err, want)
			}
		}
		open := w.cycle
		open.ClosedAt = time.Time{}
		if err := w.Invite(w.Context(), w.ada, open, peerreading.Invitation{Reader: "sola"}); fault.KindOf(err) != fault.Conflict {
			w.Errorf("before it is closed: %v; want a conflict", err)
		}
		if err := w.Invite(w.Context(), w.bruno, w.cycle, peerreading.Invitation{Reader: "sola"}); fault.KindOf(err) != fault.Denied {
			w.Errorf("by another organisation: %v; want denied", err)
		}
	})
}
