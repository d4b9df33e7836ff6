package practice_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// office is the desk with two researchers and a published organisation.
type office struct {
	*testing.T
	practice.Desk
	store     *store.Store
	public    *practice.Catalogue
	ada, dino account.Subject
}

func eachOffice(t *testing.T, test func(office)) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		v := vocabulary(t)
		testkit.Publish(t, s, organisation.Organisation{ID: "full", Slug: "telaio-comune"}, testkit.FullCard())
		researcher := func(id, name string) account.Subject {
			return account.Subject{PersonID: id, Name: name, Grants: []account.Grant{{Role: account.Researcher}}}
		}
		test(office{
			T: t, store: s, Desk: practice.Desk{Store: s, Vocabulary: v, Clock: &clock.Fixed{T: testkit.Day()}},
			public: &practice.Catalogue{Records: s, Vocabulary: v}, ada: researcher("ada", "Ada Neri"), dino: researcher("dino", "Dino Conte"),
		})
	})
}

func (o office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// finished is a sheet that can be published.
func finished(title string) practice.Sheet {
	return practice.Sheet{
		Words: map[i18n.Language]practice.Words{i18n.Italian: {Title: title, Need: "Aspetto da mesi.", What: "La rete anticipa."}},
		Needs: []string{"get_paid"}, Forms: []string{"network"}, Effort: kit.LowEffort, Items: []string{"NET3"},
		Doers: []practice.Doer{{OrganisationID: "full", InitiativeID: "full-i1"}}, Source: "Interviste",
	}
}

// written is a practice by Ada that waits for approval, with its draft's
// version.
func (o office) written(title string) (practice.Practice, int) {
	o.Helper()
	p, err := o.Begin(o.Context(), practice.Start{}, o.ada)
	o.must(err)
	o.must(o.Save(o.Context(), p.ID, 1, finished(title), o.ada))
	o.must(o.Send(o.Context(), p.ID, 2, o.ada))
	return p, 3
}

func (o office) published(title string) practice.Practice {
	o.Helper()
	p, version := o.written(title)
	p, err := o.Approve(o.Context(), practice.Approval{PracticeID: p.ID, Version: version}, o.dino)
	o.must(err)
	return p
}

func TestApprove_makesAPageThatSomebodyElseHasRead(t *testing.T) {
	eachOffice(t, func(o office) {
		p := o.published("Anticipare le fatture")
		page, err := o.public.BySlug(o.Context(), "anticipare-le-fatture")
		o.must(err)
		if page.ID != p.ID || page.Revision != 1 || len(page.Doers) != 1 || page.Doers[0].Initiatives[0].Title != "Telai a ore" {
			o.Errorf("page = %+v; want the first revision with who does it", page)
		}
		revisions, err := o.public.History(o.Context(), p)
		o.must(err)
		want := []practice.Revision{{
			PracticeID: p.ID, Number: 1, Sheet: finished("Anticipare le fatture"), Author: "Ada Neri", Reviewer: "Dino Conte", CreatedAt: testkit.Day(),
			Changed: practice.Diff(practice.Sheet{}, finished("Anticipare le fatture")),
		}}
		if diff := cmp.Diff(want, revisions); diff != "" {
			o.Errorf("revisions (-want +got):\n%s", diff)
		}
		entries, err := o.store.Audit(o.Context())
		o.must(err)
		o.must(audit.Verify(entries))
		var actions []string
		for _, e := range entries {
			actions = append(actions, e.Actor+" "+e.Action)
		}
		if diff := cmp.Diff([]string{"ada practice.begun", "ada practice.sent", "dino practice.published"}, actions); diff != "" {
			o.Errorf("audit (-want +got):\n%s", diff)
		}
	})
}

func TestApprove_byWhoeverWroteItNeedsASecondStepAndAReason(t *testing.T) {
	eachOffice(t, func(o office) {
		p, version := o.written("Anticipare le fatture")
		for _, a := range []practice.Approval{
			{PracticeID: p.ID, Version: version},
			{PracticeID: p.ID, Version: version, Alone: true},
			{PracticeID: p.ID, Version: version, Reason: "Da sola"},
		} {
			if _, err := o.Approve(o.Context(), a, o.ada); fault.KindOf(err) != fault.Invalid {
				o.Errorf("Approve(%+v) = %v; want it refused", a, err)
			}
		}
		_, err := o.Approve(o.Context(), practice.Approval{PracticeID: p.ID, Version: version, Alone: true, Reason: "In ferie"}, o.ada)
		o.must(err)
		revisions, err := o.store.PracticeRevisions(o.Context(), p.ID)
		o.must(err)
		if len(revisions) != 1 || !revisions[0].Alone || revisions[0].Reason != "In ferie" {
			o.Errorf("revisions = %+v; want one that says so", revisions)
		}
	})
}

func TestApprove_takesOnlyTheDraftThatWasRead(t *testing.T) {
	eachOffice(t, func(o office) {
		p, version := o.written("Anticipare le fatture")
		o.must(o.Save(o.Context(), p.ID, version, finished("Altro titolo"), o.ada))
		for _, at := range []int{version, version + 1} { // the one that was read, and the new one, which nobody has sent
			if _, err := o.Approve(o.Context(), practice.Approval{PracticeID: p.ID, Version: at}, o.dino); fault.KindOf(err) != fault.Conflict {
				o.Errorf("Approve of version %d = %v; want a conflict", at, err)
			}
		}
		if _, err := o.public.BySlug(o.Context(), p.Slug); fault.KindOf(err) != fault.NotFound {
			o.Errorf("the public finds %v; want nothing", err)
		}
	})
}

func TestSave_neverOverwritesUnseen(t *testing.T) {
	eachOffice(t, func(o office) {
		p, err := o.Begin(o.Context(), practice.Start{Item: "NET3"}, o.ada)
		o.must(err)
		o.must(o.Save(o.Context(), p.ID, 1, finished("Di Dino"), o.dino))
		if err := o.Save(o.Context(), p.ID, 1, finished("Di Ada"), o.ada); fault.KindOf(err) != fault.Conflict {
			o.Errorf("Save on an old version = %v; want a conflict", err)
		}
		file, err := o.Open(o.Context(), p.ID)
		o.must(err)
		if got := file.Draft.Sheet.Words[i18n.Italian].Title; got != "Di Dino" {
			o.Errorf("title = %q; want Dino's", got)
		}
	})
}

func TestBegin_bringsTheWordsOfTheKitAndOfAnInitiative(t *testing.T) {
	eachOffice(t, func(o office) {
		fromKit, err := o.Begin(o.Context(), practice.Start{Item: "NET3"}, o.ada)
		o.must(err)
		fromInitiative, err := o.Begin(o.Context(), practice.Start{OrganisationID: "full", InitiativeID: "full-i1"}, o.ada)
		o.must(err)
		file, err := o.Open(o.Context(), fromKit.ID)
		o.must(err)
		words := file.Draft.Sheet.Words
		if words[i18n.Italian].Title != "Anticipo fatture" || words[i18n.English].Title != "Invoice advance" || file.Draft.Sheet.Items[0] != "NET3" {
			o.Errorf("sheet = %+v; want the kit's words in both languages", file.Draft.Sheet)
		}
		file, err = o.Open(o.Context(), fromInitiative.ID)
		o.must(err)
		if file.Draft.Sheet.Words[i18n.Italian].Title != "Telai a ore" || file.Doers[0].ID != "full" || file.Draft.Sheet.Source != "Telaio Comune" {
			o.Errorf("sheet = %+v; want the initiative's words and who does it", file.Draft.Sheet)
		}
	})
}

func TestSend_saysWhatIsMissing(t *testing.T) {
	eachOffice(t, func(o office) {
		p, err := o.Begin(o.Context(), practice.Start{}, o.ada)
		o.must(err)
		half := practice.Sheet{Words: map[i18n.Language]practice.Words{i18n.Italian: {Title: "Solo un titolo"}, i18n.English: {Need: "Half translated"}}}
		o.must(o.Save(o.Context(), p.ID, 1, half, o.ada))
		err = o.Send(o.Context(), p.ID, 2, o.ada)
		refusal, _ := errors.AsType[*fault.Error](err)
		var fields []string
		for _, f := range practice.Fields() {
			if _, missing := refusal.Fields[string(f)]; missing {
				fields = append(fields, string(f))
			}
		}
		if diff := cmp.Diff([]string{"need_it", "what_it", "title_en", "what_en", "needs", "forms", "effort", "source"}, fields); diff != "" {
			o.Errorf("missing (-want +got):\n%s", diff)
		}
		if key := refusal.Fields["title_en"].Key; key != "practice.problem.title_en" {
			o.Errorf("the English title is asked for with %s, which does not say which title is meant", key)
		}
	})
}

func TestSendBack_keepsTheTextAndSaysWhy(t *testing.T) {
	eachOffice(t, func(o office) {
		p, version := o.written("Anticipare le fatture")
		o.must(o.SendBack(o.Context(), p.ID, version, "Manca un esempio", o.dino))
		file, err := o.Open(o.Context(), p.ID)
		o.must(err)
		if file.Draft.Stage != practice.Writing || file.Draft.Note != "Manca un esempio" || file.Draft.AuthorID != "ada" {
			o.Errorf("draft = %+v; want Ada's text with the note", file.Draft)
		}
	})
}

func TestPublish_movesTheAddressWithTheTitle(t *testing.T) {
	eachOffice(t, func(o office) {
		p := o.published("Anticipare le fatture")
		retitle := func(title string) {
			o.must(o.Save(o.Context(), p.ID, 0, finished(title), o.ada))
			o.must(o.Send(o.Context(), p.ID, 1, o.ada))
			_, err := o.Approve(o.Context(), practice.Approval{PracticeID: p.ID, Version: 2}, o.dino)
			o.must(err)
		}
		retitle("Fatture subito")
		page, err := o.public.BySlug(o.Context(), "anticipare-le-fatture")
		o.must(err)
		if page.Slug != "fatture-subito" || page.Revision != 2 {
			o.Errorf("the old address leads to %s, revision %d", page.Slug, page.Revision)
		}
		retitle("Anticipare le fatture")
		page, err = o.public.BySlug(o.Context(), "fatture-subito")
		o.must(err)
		if page.Slug != "anticipare-le-fatture" || page.Revision != 3 {
			o.Errorf("going back leads to %s, revision %d", page.Slug, page.Revision)
		}
		if other := o.published("Anticipare le fatture"); other.Slug != "anticipare-le-fatture-2" {
			o.Errorf("a second practice of the name is at %s", other.Slug)
		}
	})
}

func TestWithdraw_leavesAnAddressThatNamesTheSuccessor(t *testing.T) {
	eachOffice(t, func(o office) {
		old, next := o.published("Vecchia via"), o.published("Nuova via")
		if err := o.Withdraw(o.Context(), old.ID, "Superata", "non-c-e", o.ada); fault.KindOf(err) != fault.Invalid {
			o.Errorf("an unknown successor = %v; want it refused", err)
		}
		o.must(o.Withdraw(o.Context(), old.ID, "Superata", next.Slug, o.ada))
		if _, err := o.public.BySlug(o.Context(), old.Slug); fault.KindOf(err) != fault.Gone {
			o.Errorf("the withdrawn page = %v; want it gone", err)
		}
		there, ok, err := o.public.Successor(o.Context(), old.Slug)
		o.must(err)
		if !ok || there.ID != next.ID {
			o.Errorf("successor = %s, %v; want %s", there.Slug, ok, next.Slug)
		}
		all, err := o.public.All(o.Context())
		o.must(err)
		if len(all) != 1 {
			o.Errorf("%d practices in public; want 1", len(all))
		}
	})
}

func TestPublic_namesOnlyOrganisationsWithAPage(t *testing.T) {
	eachOffice(t, func(o office) {
		o.published("Anticipare le fatture")
		full, err := o.store.Organisation(o.Context(), "full")
		o.must(err)
		full.State = organisation.Archived
		o.must(o.store.UpdateOrganisation(o.Context(), full))
		page, err := o.public.BySlug(o.Context(), "anticipare-le-fatture")
		o.must(err)
		if len(page.Doers) != 0 {
			o.Errorf("doers = %+v; want none", page.Doers)
		}
		of, err := o.public.PracticesOf(o.Context(), "full")
		o.must(err)
		if len(of) != 0 {
			o.Errorf("the organisation has %d practices in public; want none", len(of))
		}
		forItem, err := o.public.PracticesForItem(o.Context(), "NET3")
		o.must(err)
		if len(forItem) != 1 {
			o.Errorf("%d practices for NET3; want 1", len(forItem))
		}
	})
}

func TestDiscard_removesWhatWasNeverPublic(t *testing.T) {
	eachOffice(t, func(o office) {
		p, version := o.written("Anticipare le fatture")
		o.must(o.Discard(o.Context(), p.ID, version, o.ada))
		if _, err := o.Open(o.Context(), p.ID); fault.KindOf(err) != fault.NotFound {
			o.Errorf("Open = %v; want nothing there", err)
		}
	})
}

func TestDesk_isForTheTeamOnly(t *testing.T) {
	eachOffice(t, func(o office) {
		p, version := o.written("Anticipare le fatture")
		editor := account.Subject{PersonID: "e", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "full"}}}
		_, begin := o.Begin(o.Context(), practice.Start{}, editor)
		_, approve := o.Approve(o.Context(), practice.Approval{PracticeID: p.ID, Version: version}, editor)
		for name, err := range map[string]error{
			"Begin": begin, "Approve": approve, "Save": o.Save(o.Context(), p.ID, version, finished("x"), editor),
			"Send": o.Send(o.Context(), p.ID, version, editor), "SendBack": o.SendBack(o.Context(), p.ID, version, "x", editor),
			"Discard": o.Discard(o.Context(), p.ID, version, editor), "Withdraw": o.Withdraw(o.Context(), p.ID, "x", "", editor),
		} {
			if fault.KindOf(err) != fault.Denied {
				o.Errorf("%s by an editor = %v; want it denied", name, err)
			}
		}
	})
}
