package review_test

import (
	"testing"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/testkit"
)

// knots publishes a network and a workshop that tells by name only that it is
// part of it.
func knots(t *testing.T, o office) review.LooseEnd {
	t.Helper()
	testkit.Publish(t, o.store, organisation.Organisation{ID: "rete", Slug: "rete"}, organisation.Card{Name: "Rete dei telai"})
	card := bottega()
	card.Relations = []organisation.Relation{
		{ID: "r1", Kind: "member_of", Name: "Rete dei Telai"}, {ID: "r2", Kind: "partner", Name: "Un'altra"}, {ID: "r3", Kind: "partner", Name: "Rete", OrganisationID: "rete"},
	}
	b := testkit.Publish(t, o.store, organisation.Organisation{ID: "bottega", Slug: "bottega"}, card)
	return review.LooseEnd{TellerID: b.ID, Revision: b.Revision, RelationID: "r1", OtherID: "rete"}
}

func (o office) loose(t *testing.T, waiting, judged int) review.LooseList {
	t.Helper()
	l, err := o.LooseRelations(t.Context(), 1)
	if err != nil || l.Total != waiting || len(l.NotMeant) != judged {
		t.Fatalf("LooseRelations = %+v, %v; want %d to look at and %d judged", l, err, waiting, judged)
	}
	return l
}

func TestLooseRelations_areLinkedWithOneClick(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		end := knots(t, o)
		one := o.loose(t, 1, 0).Loose[0]
		if one.TellerID != "bottega" || one.Relation.ID != "r1" || one.Page.OrganisationID != "rete" {
			t.Fatalf("loose = %+v; want the first relation of the workshop, with the network's page", one)
		}
		before, err := o.store.Organisation(t.Context(), "bottega")
		if err != nil {
			t.Fatal(err)
		}

		if err := o.LinkPublished(t.Context(), end, o.elena); err != nil {
			t.Fatal(err)
		}

		o.loose(t, 0, 0)
		after, err := o.store.Organisation(t.Context(), "bottega")
		if err != nil || after.Card.Relations[0].OrganisationID != "rete" || after.Card.Relations[1].OrganisationID != "" || after.Revision != before.Revision+1 {
			t.Errorf("the page has %+v, revision %d, %v; want its first relation linked in a new revision", after.Card.Relations, after.Revision, err)
		}
		if !after.ConfirmedAt.Equal(before.ConfirmedAt) {
			t.Errorf("linking has confirmed the page at %s; nobody of the organisation said anything", after.ConfirmedAt)
		}
		if err := o.LinkPublished(t.Context(), end, o.dino); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second person links it: %v; want to be told", err)
		}
	})
}

func TestLooseRelations_rememberWhatIsNotTheSame(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		end := knots(t, o)
		if err := o.NotMeant(t.Context(), end, false, o.elena); err != nil {
			t.Fatal(err)
		}
		o.loose(t, 0, 1)
		if err := o.NotMeant(t.Context(), end, false, o.dino); err != nil {
			t.Errorf("who says the same at the same time: %v", err)
		}
		if err := o.NotMeant(t.Context(), end, true, o.dino); err != nil {
			t.Fatal(err)
		}
		o.loose(t, 1, 0)
	})
}

func TestLooseRelations_refuseWhatIsNotSoAnyMore(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		end := knots(t, o)
		for name, change := range map[string]func(*review.LooseEnd){
			"a relation that nobody tells":         func(e *review.LooseEnd) { e.RelationID = "r9" },
			"one that is linked already":           func(e *review.LooseEnd) { e.RelationID = "r3" },
			"a revision that nobody sees any more": func(e *review.LooseEnd) { e.Revision = 0 },
			"the page itself":                      func(e *review.LooseEnd) { e.OtherID = "bottega" },
		} {
			other := end
			change(&other)
			if err := o.LinkPublished(t.Context(), other, o.elena); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v; want a conflict", name, err)
			}
		}
	})
}
