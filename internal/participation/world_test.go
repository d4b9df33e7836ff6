package participation_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/picture"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var noon = time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC)

// world is everything that taking part needs, on the real store and content.
type world struct {
	participation.UseCases
	t     *testing.T
	store *store.Store
	clock *clock.Fixed
	post  *postbox
	files *blob.Directory
}

func newWorld(t *testing.T) *world {
	t.Helper()
	files, err := blob.OpenDirectory(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	w := &world{t: t, store: testkit.SQLite(t), clock: &clock.Fixed{T: noon}, post: &postbox{}, files: files}
	w.UseCases = participation.UseCases{
		Store: w.store, People: w.store, Outbox: w.post, Questionnaires: testkit.Library(t), Towns: testkit.Towns(t), Files: files,
		Pictures: picture.NewMaker(), Notices: notices{}, Links: links{}, Clock: w.clock, MostWaiting: 5,
	}
	return w
}

// postbox keeps the letters that would have been mailed.
type postbox struct{ letters []letter.Letter }

func (p *postbox) Send(_ context.Context, l letter.Letter) error {
	p.letters = append(p.letters, l)
	return nil
}

func (p *postbox) last(t *testing.T, template string) letter.Letter {
	t.Helper()
	for i := len(p.letters) - 1; i >= 0; i-- {
		if p.letters[i].Template == template {
			return p.letters[i]
		}
	}
	t.Fatalf("no letter %q among %d", template, len(p.letters))
	return letter.Letter{}
}

// links hand over the bare token, so that a test can follow a mailed link.
type links struct{}

func (links) Resume(_, token string) string  { return token }
func (links) Confirm(_, token string) string { return token }
func (links) Status(_, token string) string  { return token }

type notices struct{}

func (notices) Notice(language string) participation.Notice {
	return participation.Notice{Version: "1", Hash: "hash-" + language}
}

const browser = "hash-of-a-browser"

func (w *world) begin(origin organisation.Origin) participation.Draft {
	w.t.Helper()
	d, err := w.Begin(w.t.Context(), origin, "it", browser)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.Advance(time.Minute)
	return d
}

// save saves a page from a tab that saw its newest step.
func (w *world) save(d participation.Draft, page string, typed url.Values) *participation.Form {
	w.t.Helper()
	f, err := w.Save(w.t.Context(), d, participation.Input{Page: page, Number: w.number(d, page), Typed: typed})
	if err != nil {
		w.t.Fatalf("save %s: %v", page, err)
	}
	return f
}

func (w *world) number(d participation.Draft, page string) int {
	w.t.Helper()
	f, err := w.Form(w.t.Context(), d)
	if err != nil {
		w.t.Fatal(err)
	}
	return f.Steps[page].Number
}

// officineZero is the whole questionnaire, filled in.
func officineZero() map[string]url.Values {
	return map[string]url.Values{
		"who":      {"name": {"Officine Zero"}, "types": {"association", "cooperative"}, "year": {"2013"}},
		"for_whom": {"target": {"Chi lavora in proprio nell'artigianato"}, "people.missing": {"-98"}},
		"how":      {"solidarity": {"empowerment", "network"}, "practice_empowerment": {"Corsi pratici"}},
		"where": {
			"places.0._id": {"seat"}, "places.0.place_kind": {"seat"}, "places.0.place_municipality": {"Roma"},
			"places.0.place_address": {"via Monte Patulo 20"}, "places.0.place_publicity": {"municipality"},
			"places.1._id": {"hidden"}, "places.1.place_kind": {"meeting_point"}, "places.1.place_municipality": {"Milano"},
			"places.1.place_address": {"via Segreta 1"}, "places.1.place_publicity": {"withheld"},
		},
		"story": {"short_description": {"Un luogo di lavoro autogestito."}},
		"you": {
			"contact_name": {"Ada Prova"}, "contact_email": {"ada@prova.example"},
			"consent_publish_page": {"yes"}, "consent_use_research": {"yes"}, "consent_open_data": {"no"}, "consent_contact_again": {"no"},
		},
	}
}

// filledIn is a draft that is ready to be sent.
func (w *world) filledIn() participation.Draft {
	w.t.Helper()
	d := w.begin(organisation.NewOrganisation)
	for page, typed := range officineZero() {
		w.save(d, page, typed)
	}
	return d
}

// sent is a submission whose address is not confirmed yet.
func (w *world) sent() (participation.Draft, organisation.Proposal) {
	w.t.Helper()
	d := w.filledIn()
	p, err := w.Send(w.t.Context(), d)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.reload(d), p
}

// confirmed is a submission in the inbox.
func (w *world) confirmed() organisation.Proposal {
	w.t.Helper()
	_, p := w.sent()
	if _, err := w.Confirm(w.t.Context(), w.post.last(w.t, "confirm_submission").Values["Link"]); err != nil {
		w.t.Fatal(err)
	}
	return w.proposal(p.ID)
}

func (w *world) reload(d participation.Draft) participation.Draft {
	w.t.Helper()
	again, err := w.Hold(w.t.Context(), d.ID, browser)
	if err != nil {
		w.t.Fatal(err)
	}
	return again
}

func (w *world) proposal(id string) organisation.Proposal {
	w.t.Helper()
	p, err := w.store.Proposal(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// published is an organisation with a page, and one of its people.
func (w *world) published() (organisation.Organisation, account.Person) {
	w.t.Helper()
	roma, ok := w.Towns.ByCode("it-058091")
	if !ok {
		w.t.Fatal("the gazetteer does not know Roma")
	}
	seat := organisation.ExactPlace{
		ID: "seat", Kind: "seat", Publicity: organisation.PublicityMunicipality, Address: "via Monte Patulo 20", Municipality: roma,
	}
	o := organisation.Organisation{
		ID: "oz", Slug: "officine-zero", State: organisation.Published, Revision: 1, CreatedAt: noon, UpdatedAt: noon,
		Card: organisation.Card{
			Name: "Officine Zero", Types: []string{"association"}, Solidarity: []organisation.Solidarity{{Form: "network"}},
			ShortDescription: "Un luogo di lavoro.", Places: organisation.PublicPlaces([]organisation.ExactPlace{seat}), Source: "Officine Zero",
		},
	}
	person := account.Person{
		ID: "ada", Email: "ada@oz.example", Name: "Ada", Language: "it", CreatedAt: noon,
		Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "oz", GrantedAt: noon}},
	}
	ctx := w.t.Context()
	for _, err := range []error{
		w.store.CreateOrganisation(ctx, o),
		w.store.AddRevision(ctx, o, organisation.Revision{OrganisationID: "oz", Number: 1, Card: o.Card, CreatedAt: noon}),
		w.store.SetExactPlaces(ctx, "oz", "", []organisation.ExactPlace{seat}),
		w.store.AddPerson(ctx, person),
	} {
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return o, person
}
