package participation_test

import (
	"net/url"
	"slices"
	"testing"

	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

// besides is a world with Officine Zero, whose people change its page, and a
// second organisation.
func besides(t *testing.T, second string) (w *world, d participation.Draft, own, other organisation.Organisation) {
	t.Helper()
	w = newWorld(t)
	w.Directory = twin.NewDirectory(w.store)
	own, editor := w.published()
	other = testkit.Publish(t, w.store, organisation.Organisation{ID: "oz2", Slug: "second"}, organisation.Card{Name: second})
	d, err := w.StartChange(t.Context(), own.ID, editor.Subject(), browser)
	if err != nil {
		t.Fatal(err)
	}
	return w, d, own, other
}

func (w *world) named(d participation.Draft, name string) []string {
	w.t.Helper()
	twins, err := w.SimilarName(w.t.Context(), d, name)
	if err != nil {
		w.t.Fatal(err)
	}
	return ids(twins)
}

func ids(twins []twin.Twin) []string {
	var ids []string
	for _, t := range twins {
		ids = append(ids, t.OrganisationID)
	}
	slices.Sort(ids)
	return ids
}

func TestSimilarName_asksWhoChangesAPageNotOfThatPage(t *testing.T) {
	w, d, _, other := besides(t, "Officine Zero APS")
	if got := w.named(d, "Officine Zero"); !slices.Equal(got, []string{other.ID}) {
		t.Errorf("while a page is changed: %v; want the other one only", got)
	}
	if got := w.named(w.begin(organisation.NewOrganisation), "Officine Zero"); !slices.Equal(got, []string{"oz", other.ID}) {
		t.Errorf("while a new one is told: %v; want both", got)
	}
}

func TestSimilarName_hearsWhatTheTeamHasToldApart(t *testing.T) {
	w, d, own, other := besides(t, "Officine Zero APS")
	said := twin.TellApart(twin.Of(own), twin.Of(other))
	said.At = noon
	if err := w.store.TellApart(t.Context(), said); err != nil {
		t.Fatal(err)
	}
	if got := w.named(d, "Officine Zero"); len(got) != 0 {
		t.Errorf("after it was told apart: %v; want none", got)
	}
	if got := w.named(w.begin(organisation.NewOrganisation), "Officine Zero"); len(got) != 2 {
		t.Errorf("of a third organisation nobody has said anything: %v; want both", got)
	}
	testkit.Revise(t, w.store, other, organisation.Card{Name: "Filo Diretto"}, organisation.Revision{})
	if got := w.named(d, "Filo Diretto"); !slices.Equal(got, []string{other.ID}) {
		t.Errorf("after the other one has changed its name: %v; want it", got)
	}
}

func TestSimilar_asksWhoChangesAPageOnceItHasAnotherName(t *testing.T) {
	w, d, _, other := besides(t, "Filo Diretto")
	for _, c := range []struct {
		name string
		want []string
	}{{"Officine Zero", nil}, {"Filo Diretto", []string{other.ID}}} {
		f := w.save(d, "who", url.Values{"name": {c.name}, "types": {"association"}})
		if twins, err := w.Similar(t.Context(), f); err != nil || !slices.Equal(ids(twins), c.want) {
			t.Errorf("called %s: %v, %v; want %v", c.name, ids(twins), err, c.want)
		}
	}
	f := w.save(d, "who", url.Values{"name": {"Filo Diretto"}, "types": {"association"}})
	if err := w.TellApart(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if twins, err := w.Similar(t.Context(), f); err != nil || len(twins) != 0 {
		t.Errorf("after it was told apart: %v, %v; want none", ids(twins), err)
	}
}
