package initiative_test

import (
	"net/url"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// world is a store in which Ada looks after one organisation, and Bruno after
// another.
type world struct {
	*testing.T
	use     initiative.UseCases
	store   *store.Store
	clock   *clock.Fixed
	ada     account.Subject
	bruno   account.Subject
	library *content.Library
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	w := &world{T: t, store: s, clock: &clock.Fixed{T: testkit.Day()}, library: testkit.Library(t)}
	w.use = initiative.UseCases{
		Records: s, People: s, Sheets: sheets(t, w.library), Clock: w.clock, Zone: time.UTC,
		Notice: func(string) (string, string) { return "1", "h" },
	}
	testkit.Publish(t, s, organisation.Organisation{ID: "own", Slug: "own"}, organisation.Card{Name: "La nostra"})
	testkit.Publish(t, s, organisation.Organisation{ID: "other", Slug: "other"}, organisation.Card{Name: "Un'altra"})
	w.ada, w.bruno = w.editor("ada", "own"), w.editor("bruno", "other")
	return w
}

func sheets(t testing.TB, library *content.Library) initiative.Sheets {
	t.Helper()
	newest, ok := library.NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	made, err := initiative.NewSheets([]*kit.Kit{newest}, newest, library.Messages, library.Taxonomies)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (w *world) editor(name, organisationID string) account.Subject {
	w.Helper()
	person := account.Person{ID: name, Name: name, Email: name + "@example.org", Language: "it", CreatedAt: w.clock.Now()}
	if err := w.store.AddPerson(w.Context(), person); err != nil {
		w.Fatal(err)
	}
	person.Grants = []account.Grant{{Role: account.OrganisationEditor, OrganisationID: organisationID}}
	return person.Subject()
}

// begun is an initiative with a name and a period.
func (w *world) begun(name string) initiative.Sheeted {
	w.Helper()
	typed := url.Values{"name": {name}, "period_start": {"1/2/2026"}, "period_end": {"30/6/2026"}, "target_people_planned": {"40"}}
	s, err := w.use.Begin(w.Context(), w.ada, "own", initiative.Input{Typed: typed})
	if err != nil {
		w.Fatal(err)
	}
	return w.find(s.ID)
}

func (w *world) find(id string) initiative.Sheeted {
	w.Helper()
	s, err := w.use.Find(w.Context(), "own", id)
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// save fills in a part of the sheet.
func (w *world) save(s initiative.Sheeted, section string, typed url.Values) initiative.Sheeted {
	w.Helper()
	in := initiative.Input{Section: section, Number: s.Steps[section].Number, Typed: typed}
	if _, err := w.use.Save(w.Context(), w.ada, s, in); err != nil {
		w.Fatal(err)
	}
	return w.find(s.ID)
}

// example fills in the indicators and costs of the kit's example.
func (w *world) example(s initiative.Sheeted) initiative.Sheeted {
	w.Helper()
	return w.save(s, "c", url.Values{
		"indicators.0._id": {"contracts"}, "indicators.0.indicator_name": {"Persone che usano un contratto scritto"},
		"indicators.0.indicator_kind": {"outcome"}, "indicators.0.unit": {"%"}, "indicators.0.direction": {"increase"},
		"indicators.0.baseline": {"20"}, "indicators.0.baseline_date": {"1/1/2026"}, "indicators.0.target_value": {"50"},
		"indicators.0.method": {"survey_pre_post"},
		"indicators.1._id":    {"days"}, "indicators.1.indicator_name": {"Giorni medi di attesa"},
		"indicators.1.indicator_kind": {"outcome"}, "indicators.1.unit": {"giorni"}, "indicators.1.direction": {"decrease"},
		"indicators.1.baseline": {"60"}, "indicators.1.baseline_date": {"1/1/2026"}, "indicators.1.target_value": {"30"},
		"indicators.1.method": {"interview"},
		"people_reached":      {"32"}, "cost_money": {"1.280"}, "hours_paid": {"60"}, "hours_volunteer": {"36"},
	})
}

// measure adds a measurement.
func (w *world) measure(s initiative.Sheeted, indicator string, typed url.Values) initiative.Sheeted {
	w.Helper()
	i, ok := s.Content.Indicator(indicator)
	if !ok {
		w.Fatalf("there is no indicator %s", indicator)
	}
	typed.Set("method", i.Method)
	if f, err := w.use.Measure(w.Context(), w.ada, s, w.use.NewMeasurement(s, i), typed); err != nil {
		w.Fatalf("%v: %v", err, f.Problems)
	}
	return w.find(s.ID)
}
