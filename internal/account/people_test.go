package account_test

import (
	"slices"
	"testing"

	"telaio/internal/account"
	"telaio/internal/fault"
)

func TestGrantEditor_twiceIsOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		before := len(must(h.store.Audit(t.Context())))
		if err := h.people.GrantEditor(t.Context(), " GIULIA@example.org", "Another name", "en", "filo-comune"); err != nil {
			t.Fatal(err)
		}
		again := must(h.people.ByEmail(t.Context(), "giulia@example.org"))
		if again.ID != h.giulia.ID || again.Name != "Giulia" || len(again.Grants) != 1 {
			t.Errorf("person = %+v; want Giulia unchanged, with one grant", again)
		}
		if after := len(must(h.store.Audit(t.Context()))); after != before {
			t.Errorf("%d audit entries for nothing", after-before)
		}
	})
}

func TestGrantEditor_bindsToOneOrganisation(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		if err := h.people.GrantEditor(t.Context(), "luca@example.org", "Luca", "it", "altra"); err != nil {
			t.Fatal(err)
		}
		editors := must(h.people.EditorsOf(t.Context(), "filo-comune"))
		if len(editors) != 1 || editors[0].ID != h.giulia.ID {
			t.Errorf("editors of filo-comune: %+v; want Giulia alone", editors)
		}
	})
}

func TestGrant_refusesRolesThatMeanNothing(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		for name, grant := range map[string]account.Grant{
			"unknown role":                     {Role: "king"},
			"editor of nothing":                {Role: account.OrganisationEditor},
			"administrator of an organisation": {Role: account.Administrator, OrganisationID: "filo-comune"},
		} {
			wantKind(t, name, h.people.Grant(t.Context(), account.System, h.giulia.ID, grant), fault.Invalid)
		}
	})
}

func TestRevoke_holdsFromTheNextRequestOn(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		token := h.enter(t, "")
		grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: "filo-comune"}
		if err := h.people.Revoke(t.Context(), account.System, h.giulia.ID, grant); err != nil {
			t.Fatal(err)
		}
		if h.who(t, token).Subject().Edits("filo-comune") {
			t.Error("the role still counts")
		}
		if err := h.people.Grant(t.Context(), account.System, h.giulia.ID, grant); err != nil {
			t.Fatal(err)
		}
		if !h.who(t, token).Subject().Edits("filo-comune") {
			t.Error("the role cannot be given again")
		}
	})
}

func TestRevoke_leavesTheLastAdministrator(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		grant := account.Grant{Role: account.Administrator}
		ada := must(h.people.GrantTo(t.Context(), account.System, account.Newcomer{Email: "ada@example.org"}, grant))
		wantKind(t, "the last one", h.people.Revoke(t.Context(), ada.ID, ada.ID, grant), fault.Conflict)
		if err := h.people.Grant(t.Context(), ada.ID, h.giulia.ID, grant); err != nil {
			t.Fatal(err)
		}
		if err := h.people.Revoke(t.Context(), h.giulia.ID, ada.ID, grant); err != nil {
			t.Errorf("one of two: %v", err)
		}
		left := must(h.people.In(t.Context(), account.Administrator))
		if !slices.ContainsFunc(left, func(p account.Person) bool { return p.ID == h.giulia.ID }) || len(left) != 1 {
			t.Errorf("administrators: %+v; want Giulia", left)
		}
	})
}
