package initiative_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/questionnaire"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestBegin_needsAName(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		typed := url.Values{"objective": {"saper fare un preventivo"}}
		got, err := w.use.Begin(t.Context(), w.ada, "own", initiative.Input{Typed: typed})
		if fault.KindOf(err) != fault.Invalid || got.Answers["objective"].Text != "saper fare un preventivo" {
			t.Errorf("Begin = %+v, %v; want what was typed, and the name asked for", got.Answers, err)
		}
		if active, _, err := w.use.List(t.Context(), "own"); err != nil || len(active) > 0 {
			t.Errorf("List = %d, %v; want none", len(active), err)
		}
		w.begun("Sportello contratti")
		active, archived, err := w.use.List(t.Context(), "own")
		if err != nil || len(active) != 1 || len(archived) != 0 || active[0].Content.Name != "Sportello contratti" || active[0].State != initiative.Running {
			t.Errorf("List = %+v, %v, %v", active, archived, err)
		}
	})
}

func TestSave_keepsWhatIsWrongAndSaysSo(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.save(w.begun("Sportello"), "c", url.Values{"cost_money": {"circa mille"}, "people_reached": {"12"}, "people_completed": {"20"}})
		if got := i.Answers["cost_money"].Text; got != "circa mille" {
			t.Errorf("kept %q", got)
		}
		page, _ := i.Sheet.Page("c")
		want := map[string]fault.Message{"cost_money": {Key: "question.number_decimal"}, "people_completed": {Key: "initiative.check.completed"}}
		if diff := cmp.Diff(want, i.Problems(page)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSave_showsWhatSomebodyElseSavedMeanwhile(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		before := w.begun("Sportello")
		w.save(before, "b", url.Values{"activities": {"incontri"}})

		in := initiative.Input{Section: "b", Number: before.Steps["b"].Number, Typed: url.Values{"activities": {"visite"}, "outputs": {"una guida"}}}
		got, err := w.use.Save(t.Context(), w.ada, before, in)
		if fault.KindOf(err) != fault.Conflict {
			t.Fatalf("Save = %v; want a conflict", err)
		}
		page, _ := got.Sheet.Page("b")
		if got.Answers["activities"].Text != "visite" || got.Steps["b"].Answers["activities"].Text != "incontri" || len(got.Differing(page)) != 2 {
			t.Errorf("mine %v, theirs %v", got.Answers, got.Steps["b"].Answers)
		}
		if now := w.find(before.ID); now.Answers["activities"].Text != "incontri" {
			t.Errorf("the other's words are %q", now.Answers["activities"].Text)
		}

		in.Number = got.Steps["b"].Number
		choices := map[string]initiative.Choice{"activities": initiative.Theirs}
		if _, err := w.use.Settle(t.Context(), w.ada, w.find(before.ID), in, choices); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Settle without a choice for each = %v", err)
		}
		choices["outputs"] = initiative.Mine
		if _, err := w.use.Settle(t.Context(), w.ada, w.find(before.ID), in, choices); err != nil {
			t.Fatal(err)
		}
		if now := w.find(before.ID).Answers; now["activities"].Text != "incontri" || now["outputs"].Text != "una guida" {
			t.Errorf("settled as %v", now)
		}
	})
}

func TestSave_givesEachIndicatorAnIDThatStays(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.save(w.begun("Sportello"), "c", url.Values{"indicators.0.indicator_name": {"Contratti"}})
	first := i.Content.Indicators[0].ID
	in := initiative.Input{Section: "c", Number: 1, Add: "indicators", Typed: url.Values{"indicators.0._id": {first}, "indicators.0.indicator_name": {"Contratti scritti"}}}
	if _, err := w.use.Save(t.Context(), w.ada, i, in); err != nil {
		t.Fatal(err)
	}
	i = w.find(i.ID)
	if got := i.Content.Indicators; len(got) != 2 || got[0].ID != first || got[1].ID == "" || got[1].ID == first {
		t.Errorf("indicators %+v; the first was %s", got, first)
	}
	in = initiative.Input{Section: "c", Number: 2, Remove: "indicators", Item: 1, Typed: url.Values{"indicators.0._id": {first}, "indicators.0.indicator_name": {"Contratti scritti"}}}
	if _, err := w.use.Save(t.Context(), w.ada, i, in); err != nil {
		t.Fatal(err)
	}
	if got := w.find(i.ID).Content.Indicators; len(got) != 1 || got[0].ID != first {
		t.Errorf("indicators %+v", got)
	}
}

func TestFind_isOnlyForTheOrganisationItself(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.begun("Sportello")
		if _, err := w.use.Find(t.Context(), "other", i.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Find of another organisation's = %v; want not found", err)
		}
		in := initiative.Input{Section: "b", Typed: url.Values{"activities": {"altro"}}}
		if _, err := w.use.Save(t.Context(), w.bruno, i, in); fault.KindOf(err) != fault.Denied {
			t.Errorf("Save by somebody else = %v; want denied", err)
		}
	})
}

func TestArchive_hidesAndBringsBack(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.begun("Sportello")
		if err := w.use.Archive(t.Context(), w.ada, i.Initiative); err != nil {
			t.Fatal(err)
		}
		active, archived, _ := w.use.List(t.Context(), "own")
		if len(active) != 0 || len(archived) != 1 {
			t.Errorf("%d in the list, %d archived; want 0 and 1", len(active), len(archived))
		}
		in := initiative.Input{Section: "b", Typed: url.Values{"activities": {"incontri"}}}
		if _, err := w.use.Save(t.Context(), w.ada, w.find(i.ID), in); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Save of an archived one = %v; want a conflict", err)
		}
		if err := w.use.Restore(t.Context(), w.ada, w.find(i.ID).Initiative); err != nil {
			t.Fatal(err)
		}
		if active, _, _ := w.use.List(t.Context(), "own"); len(active) != 1 {
			t.Errorf("%d in the list; want 1", len(active))
		}
	})
}

func TestGaps_askForWhatIsDueAtTheTime(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	sections := func(s initiative.Sheeted) []string {
		var found []string
		for _, g := range s.Gaps() {
			found = append(found, g.Section+"/"+g.Field)
		}
		return found
	}
	i := w.begun("Sportello")
	w.clock.T = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	if got := sections(w.find(i.ID)); slices.ContainsFunc(got, func(f string) bool { return f[0] == 'c' || f[0] == 'd' }) || !slices.Contains(got, "b/outcomes") {
		t.Errorf("planned: %v; want parts A and B only", got)
	}
	w.clock.T = testkit.Day()
	if got := sections(w.find(i.ID)); !slices.Contains(got, "c/indicators") || slices.Contains(got, "c/cost_money") {
		t.Errorf("running: %v; want the indicators, not the costs", got)
	}
	w.clock.T = time.Date(2026, time.September, 1, 9, 0, 0, 0, time.UTC)
	got := sections(w.find(i.ID))
	for _, field := range []string{"c/cost_money", "c/who_was_missing", "d/r1", "d/r5"} {
		if !slices.Contains(got, field) {
			t.Errorf("finished: %v; want %s too", got, field)
		}
	}
}

func TestSheet_isTheKitsSheet(t *testing.T) {
	library := testkit.Library(t)
	sheet := sheets(t, library).Newest()
	var asked []string
	for _, page := range sheet.Parts.Pages {
		for _, q := range page.Questions {
			asked = append(asked, q.ID)
			for _, child := range q.Questions {
				asked = append(asked, q.ID+"."+child.ID)
			}
		}
	}
	measure, _ := sheet.Measure.Page(initiative.MeasurePage)
	for _, section := range sheet.Kit.InitiativeSheet.Sections {
		for _, f := range append(append(section.Fields, section.ClosingFields...), section.RepeatableGroup.Fields...) {
			there := func(id string) bool {
				return id == f.ID || id == "indicators."+f.ID || id == f.ID+"_start"
			}
			if !slices.ContainsFunc(asked, there) && !slices.ContainsFunc(measure.Questions, func(q questionnaire.Question) bool { return q.ID == f.ID }) {
				t.Errorf("nothing asks for %s of part %s", f.ID, section.ID)
			}
		}
	}
	if measure.Questions[0].ID != "measured" {
		t.Errorf("a measurement asks first for %s", measure.Questions[0].ID)
	}
}
