package initiative_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestTellable_isNoFigureAboutFewerThanFive(t *testing.T) {
	for _, c := range []struct {
		unit string
		m    initiative.Measurement
		want bool
	}{
		{"%", initiative.Measurement{Value: 40, Answered: number(5)}, true},
		{"%", initiative.Measurement{Value: 40, Answered: number(4)}, false},
		{"%", initiative.Measurement{Value: 40}, false},
		{"giorni", initiative.Measurement{Value: 36}, true},
		{"giorni", initiative.Measurement{Value: 36, Answered: number(3)}, false},
		{"persone", initiative.Measurement{Value: 4}, false},
		{"persone", initiative.Measurement{Value: 5}, true},
		{"persone", initiative.Measurement{Value: 0}, true},
	} {
		i := initiative.Indicator{Unit: c.unit, Measurements: []initiative.Measurement{c.m}}
		if got := i.Tellable(); got != c.want {
			t.Errorf("%v %s: tellable = %v; want %v", c.m.Value, c.unit, got, c.want)
		}
	}
}

func TestPropose_goesThroughTheDeskLikeAnyChange(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.measured()
		i = w.save(i, "d", url.Values{"story": {"Una storia."}})
		telling := initiative.Telling{
			Summary: "Leggiamo i contratti insieme.", Indicators: []string{"contracts", "days"}, Reached: true,
			Limits: "Non abbiamo raggiunto chi lavora la sera.", Story: true, Agreed: true,
		}
		p, err := w.use.Propose(t.Context(), w.ada, i, telling)
		if err != nil {
			t.Fatal(err)
		}
		if o, _ := s.Organisation(t.Context(), "own"); len(o.Card.Initiatives) > 0 {
			t.Errorf("public without a review: %+v", o.Card.Initiatives)
		}
		stored, err := s.Proposal(t.Context(), p.ID)
		if err != nil || stored.State != organisation.Unread || stored.Origin != organisation.ChangeOfCard || stored.Sender.PersonID != "ada" {
			t.Fatalf("%+v, %v", stored, err)
		}
		card, err := organisation.Apply(organisation.Card{}, map[organisation.Field]json.RawMessage{"initiatives": stored.Changes[0].After})
		if err != nil {
			t.Fatal(err)
		}
		target := func(x float64) *float64 { return &x }
		told := card.Initiatives[0]
		want := &organisation.Effects{
			Sheet: i.ID, From: "2026-02-01", To: "2026-06-30", Reached: 32, Limits: telling.Limits, // no story: nobody said yes to it
			Figures: []organisation.Effect{
				{
					Name: "Persone che usano un contratto scritto", Unit: "%", Baseline: &organisation.Reading{On: "2026-01-01", Value: 20}, Target: target(50),
					Readings: []organisation.Reading{{On: "2026-02-01", Value: 38.5, Asked: 30, Answered: 24}},
				},
				{
					Name: "Giorni medi di attesa", Unit: "giorni", Baseline: &organisation.Reading{On: "2026-01-01", Value: 60}, Target: target(30),
					Readings: []organisation.Reading{{On: "2026-03-01", Value: 1234.5}},
				},
			},
		}
		if diff := cmp.Diff(want, told.Effects); diff != "" || told.Title != "Sportello" || told.Since != 2026 {
			t.Error(diff, told)
		}
		if entries, _ := s.ConsentsOfProposal(t.Context(), p.ID); len(entries) != 1 || !entries[0].Given {
			t.Errorf("consents %+v", entries)
		}
		if _, err := w.use.Propose(t.Context(), w.ada, i, telling); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second proposal while the first waits = %v; want a conflict", err)
		}
	})
}

func TestPropose_asksForLimitsAndAgreement(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.measured()
	_, err := w.use.Propose(t.Context(), w.ada, i, initiative.Telling{Reached: true})
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || len(refusal.Fields) != 3 {
		t.Errorf("Propose = %v; want the summary, the limits and the agreement asked for", err)
	}
	if _, err := w.use.Propose(t.Context(), w.bruno, i, initiative.Telling{}); fault.KindOf(err) != fault.Denied {
		t.Errorf("Propose by somebody else = %v; want denied", err)
	}
}

func TestProposeWithout_takesTheFiguresOffAgain(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.measured()
	telling := initiative.Telling{Summary: "Leggiamo i contratti.", Indicators: []string{"contracts"}, Limits: "Pochi dati.", Agreed: true}
	o, _ := w.store.Organisation(t.Context(), "own")
	card := o.Card
	card.Initiatives = []organisation.Initiative{i.Told(card, telling, "on-card")}
	testkit.Revise(t, w.store, o, card, organisation.Revision{})
	if again := i.Suggested(card); cmp.Diff(telling.Indicators, again.Indicators) != "" || again.Summary != telling.Summary || again.Limits != telling.Limits {
		t.Errorf("suggested from the card: %+v", again)
	}
	p, err := w.use.ProposeWithout(t.Context(), w.ada, i)
	if err != nil {
		t.Fatal(err)
	}
	after, err := organisation.Apply(card, map[organisation.Field]json.RawMessage{"initiatives": p.Changes[0].After})
	if err != nil || len(after.Initiatives) != 1 || after.Initiatives[0].Effects != nil || after.Initiatives[0].ID != "on-card" {
		t.Errorf("after taking the figures off: %+v, %v", after.Initiatives, err)
	}
	kept := organisation.KeepEffects(card.Initiatives, []organisation.Initiative{{ID: "on-card", Title: "Un altro nome"}, {ID: "new"}})
	if kept[0].Effects == nil || kept[1].Effects != nil {
		t.Errorf("a form that knows nothing of figures took them away: %+v", kept)
	}
}
