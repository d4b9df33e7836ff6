package form_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/questionnaire"
)

func blank(repeat string) questionnaire.Answers { return questionnaire.Answers{"_id": {Text: "new"}} }

func TestEdit_addsAndRemovesItems(t *testing.T) {
	for _, c := range []struct {
		action string
		ids    []string
		anchor string
		ok     bool
	}{
		{"add:places", []string{"one", "two", "new"}, "q-places-2", true},
		{"remove:places:0", []string{"two"}, "q-places", true},
		{"remove:places:1", []string{"one"}, "q-places", true},
		{"remove:places:2", []string{"one", "two"}, "q-places", true},
		{"remove:places:x", []string{"one", "two"}, "q-places", true},
		{"add:name", []string{"one", "two"}, "", false},
		{"add:nowhere", []string{"one", "two"}, "", false},
		{"continue", []string{"one", "two"}, "", false},
		{"", []string{"one", "two"}, "", false},
	} {
		f := fieldsOf(t, 1, answered())
		edited, anchor, ok := f.Edit(c.action, blank)
		var ids []string
		for _, item := range edited["places"].Items {
			ids = append(ids, item["_id"].Text)
		}
		if diff := cmp.Diff(c.ids, ids); diff != "" || anchor != c.anchor || ok != c.ok {
			t.Errorf("Edit(%q): anchor %q, %v; want %q, %v; ids (-want +got):\n%s", c.action, anchor, ok, c.anchor, c.ok, diff)
		}
		if diff := cmp.Diff(answered(), f.Answers); diff != "" {
			t.Errorf("Edit(%q) changed the answers it was given:\n%s", c.action, diff)
		}
	}
}

func TestEdit_addsNoMoreThanTheMost(t *testing.T) {
	f := fieldsOf(t, 1, nil)
	for range 9 {
		f.Answers, _, _ = f.Edit("add:places", blank)
	}
	if got := len(f.Answers["places"].Items); got != 4 {
		t.Errorf("%d places; want 4, the most", got)
	}
}
