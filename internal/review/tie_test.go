package review_test

import (
	"testing"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/testkit"
)

func TestLink_leadsARelationToThePageThatItNames(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		rete := testkit.Publish(t, o.store, organisation.Organisation{ID: "rete", Slug: "rete"}, organisation.Card{Name: "Rete dei telai"})
		card := bottega()
		card.Relations = []organisation.Relation{
			{ID: "r1", Kind: "member_of", Name: "Rete dei Telai"}, {ID: "r2", Kind: "partner", Name: "Un'altra"},
		}
		p := o.submit(t, card, true)
		file, err := o.Open(t.Context(), p.ID, o.elena)
		if err != nil || len(file.Namesakes) != 1 || file.Namesakes[0].Relation.ID != "r1" || file.Namesakes[0].Page.OrganisationID != rete.ID {
			t.Fatalf("namesakes = %+v, %v; want the network's page for the first relation", file.Namesakes, err)
		}
		if file.Choices[review.RelationsField].Verdict != review.Accept {
			t.Errorf("the relations are %q before anybody has said so; nothing is linked silently", file.Choices[review.RelationsField].Verdict)
		}

		if err := o.Link(t.Context(), p.ID, "r1", rete.ID, o.elena); err != nil {
			t.Fatal(err)
		}

		file, err = o.Open(t.Context(), p.ID, o.elena)
		if err != nil || len(file.Namesakes) != 0 || file.Choices[review.RelationsField].Verdict != review.Amend {
			t.Fatalf("namesakes = %+v, %v; want none left, and the relations amended", file.Namesakes, err)
		}
		made, err := o.Publish(t.Context(), review.Decision{ProposalID: p.ID, Choices: file.Choices}, o.elena)
		if err != nil || made.Card.Relations[0].OrganisationID != rete.ID || made.Card.Relations[1].OrganisationID != "" {
			t.Errorf("relations = %+v, %v; want the first to lead to the network", made.Card.Relations, err)
		}
	})
}

func TestLink_refusesWhatIsNotPublishedOrNotTold(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		rete := testkit.Publish(t, o.store, organisation.Organisation{ID: "rete", Slug: "rete"}, organisation.Card{Name: "Rete"})
		card := bottega()
		card.Relations = []organisation.Relation{{ID: "r1", Kind: "member_of", Name: "Rete"}}
		p := o.submit(t, card, true)
		if err := o.Link(t.Context(), p.ID, "r9", rete.ID, o.elena); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a relation that nobody tells: %v", err)
		}
		if err := o.Link(t.Context(), p.ID, "r1", "nobody", o.elena); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an organisation that is not there: %v", err)
		}
		rete.State = organisation.Archived
		if err := o.store.UpdateOrganisation(t.Context(), rete); err != nil {
			t.Fatal(err)
		}
		if err := o.Link(t.Context(), p.ID, "r1", rete.ID, o.elena); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an organisation that has left: %v", err)
		}
	})
}
