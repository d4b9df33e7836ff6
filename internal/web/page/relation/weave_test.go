package relation

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/relation"
)

func TestArcs_reachFurtherForTiesOverMoreRows(t *testing.T) {
	page := weave{
		Nodes: make([]*atlas.Entry, 3),
		Ties: []relation.Tie{
			{Link: organisation.Link{Kind: "member_of", Standing: organisation.Confirmed}, A: 0, B: 2},
			{Link: organisation.Link{Kind: "partner", Standing: organisation.Told}, A: 2, B: 1},
		},
	}

	want := []arc{
		{Path: "M96 22C-21 22 -21 110 96 110", Dash: "10 5", From: "M96 22h.01", To: "M96 110h.01", Both: true},
		{Path: "M96 110C37 110 37 66 96 66", Dash: "none", From: "M96 110h.01", To: "M96 66h.01"},
	}
	if diff := cmp.Diff(want, page.arcs()); diff != "" {
		t.Errorf("arcs (-want +got):\n%s", diff)
	}
	if got := page.height() + " " + page.viewBox(); got != "8.25rem 0 0 100 132" {
		t.Errorf("the picture's size is %q", got)
	}
}
