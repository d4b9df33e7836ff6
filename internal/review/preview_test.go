package review_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/review"
)

func TestPreview_showsTheChoicesAndChangesNothing(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		seen, err := o.Preview(t.Context(), p.ID, o.elena)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(bottega(), seen.Card); diff != "" {
			t.Errorf("with nothing chosen (-want +got):\n%s", diff)
		}
		draft, err := o.DraftOf(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		draft.Choices["target"] = review.Choice{Verdict: review.Keep}
		if err := o.KeepDraft(t.Context(), draft, o.elena); err != nil {
			t.Fatal(err)
		}
		seen, err = o.Preview(t.Context(), p.ID, o.elena)
		if err != nil || seen.Card.Target != "" || seen.Card.Name != bottega().Name {
			t.Errorf("without the target: %q for %q, %v; want the others only", seen.Card.Name, seen.Card.Target, err)
		}
		if _, err := o.store.OrganisationBySlug(t.Context(), "bottega-diffusa"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after a preview the page is there: %v", err)
		}
		still, _ := o.store.Proposal(t.Context(), p.ID)
		if !still.State.Open() {
			t.Errorf("after a preview the proposal is %s; want it open", still.State)
		}
	})
}

func TestPreview_isOnlyOfWhatIsNotDecided(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		p := o.submit(t, bottega(), true)
		if _, err := o.Publish(t.Context(), all(p, 0), o.elena); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Preview(t.Context(), p.ID, o.elena); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Preview of what is %s = %v; want %v", organisation.Accepted, err, fault.NotFound)
		}
	})
}
