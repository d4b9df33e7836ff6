package upkeep_test

import (
	"errors"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/upkeep"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// house is Officine Zero, which Ada looks after.
type house struct {
	upkeep.UseCases
	store *store.Store
	oz    organisation.Organisation
	ada   account.Person
	now   *clock.Fixed
}

type links struct{}

func (links) SignIn(language, organisationID string) string {
	return "https://telaio.example/" + language + "/sign-in?next=" + organisationID
}

func (links) People(language, organisationID string) string {
	return "https://telaio.example/" + language + "/people/" + organisationID
}

func (links) Invitation(language, token string) string {
	return "https://telaio.example/" + language + "/invitation/" + token
}

func (links) Page(language, slug string) string {
	return "https://telaio.example/" + language + "/" + slug
}

func eachHouse(t *testing.T, test func(*testing.T, house)) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := &clock.Fixed{T: testkit.Day()}
		people := account.People{Store: s, Clock: now}
		h := house{store: s, now: now, UseCases: upkeep.UseCases{Records: s, People: people, Outbox: s, Links: links{}, Clock: now}}
		h.oz = testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
		grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: "oz"}
		ada, err := people.GrantTo(t.Context(), account.System, account.Newcomer{Email: "ada@oz.example", Name: "Ada"}, grant)
		if err != nil {
			t.Fatal(err)
		}
		h.ada = ada
		test(t, h)
	})
}

func TestInvite_writesInTheWordsOfItsTemplate(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		guest := account.Newcomer{Email: "carla@oz.example", Name: "Carla", Language: "en"}
		if err := h.Invite(t.Context(), h.ada.Subject(), h.oz, guest); err != nil {
			t.Fatal(err)
		}
		l := h.letter(t)
		if l.Template != "editor_invited" || l.To != "carla@oz.example" || l.Language != "en" || !strings.HasPrefix(l.Values["Link"], "https://telaio.example/en/invitation/") {
			t.Errorf("letter = %+v; want Carla's invitation in English", l)
		}
	})
}

func TestUseCases_areForTheOrganisationsEditorsOnly(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		strangers := map[string]account.Subject{
			"nobody":        {},
			"another's":     {PersonID: "x", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "other"}}},
			"researcher":    {PersonID: "x", Grants: []account.Grant{{Role: account.Researcher}}},
			"administrator": {PersonID: "x", Grants: []account.Grant{{Role: account.Administrator}}},
		}
		for name, who := range strangers {
			for what, err := range map[string]error{
				"Confirm":    h.Confirm(t.Context(), who, h.oz, 1),
				"Invite":     h.Invite(t.Context(), who, h.oz, account.Newcomer{Email: "x@x.example"}),
				"Leave":      h.Leave(t.Context(), who, h.oz),
				"AskRemoval": h.AskRemoval(t.Context(), who, h.oz, h.ada),
				"HandOver":   h.AskHandOver(t.Context(), who, h.oz, account.Newcomer{Email: "x@x.example"}),
				"Object":     h.Object(t.Context(), who, h.oz, "x"),
				"TakeBack":   h.TakeBack(t.Context(), who, h.oz, "x"),
				"AskToLeave": h.AskToLeave(t.Context(), who, h.oz, ""),
				"Answer":     h.Answer(t.Context(), who, organisation.Proposal{OrganisationID: "oz"}, "x"),
			} {
				if fault.KindOf(err) != fault.Denied {
					t.Errorf("%s by %s = %v; want denied", what, name, err)
				}
			}
		}
	})
}

func TestAskToLeave_isSaidOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		if err := h.AskToLeave(t.Context(), h.ada.Subject(), h.oz, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.AskToLeave(t.Context(), h.ada.Subject(), h.oz, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("asking again = %v; want a conflict", err)
		}
		area, err := h.Area(t.Context(), h.oz)
		if err != nil || len(area.Proposals) != 1 || !area.Leaving() {
			t.Errorf("area = %+v, %v; want one wish to leave", area, err)
		}
	})
}

func TestAskToLeave_saysHowMuchIsTooLong(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		err := h.AskToLeave(t.Context(), h.ada.Subject(), h.oz, strings.Repeat("è", 2003))
		refusal, ok := errors.AsType[*fault.Error](err)
		if !ok || refusal.Fields[upkeep.ReasonField].Args["Count"] != 3 {
			t.Errorf("AskToLeave = %v; want three characters too many", err)
		}
	})
}

// letter takes the one letter that waits out of the outbox.
func (h house) letter(t *testing.T) letter.Letter {
	t.Helper()
	letters := testkit.Letters(t, h.store)
	if len(letters) != 1 {
		t.Fatalf("%d letters wait; want one", len(letters))
	}
	return letters[0]
}
