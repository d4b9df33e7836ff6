package claim_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/outbound"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type links struct{}

func (links) Area(language, organisationID string) string { return "https://x/area/" + organisationID }

func (links) People(language, organisationID string) string {
	return "https://x/people/" + organisationID
}
func (links) Claim(language, slug string) string { return "https://x/claim/" + slug }
func (links) Page(language, slug string) string  { return "https://x/" + slug }

// world is Officine Zero, whose page nobody keeps, and two who say that they
// represent it.
type world struct {
	claim.UseCases
	store  *store.Store
	people account.People
	now    *clock.Fixed
	oz     organisation.Organisation
	ada    account.Subject
	bruno  account.Subject
}

const browser = "the-key-of-the-browser"

func eachWorld(t *testing.T, website string, test func(*testing.T, world)) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := &clock.Fixed{T: testkit.Day()}
		w := world{store: s, now: now, people: account.People{Store: s, Clock: now}}
		w.UseCases = claim.UseCases{Records: s, People: w.people, Outbox: s, Links: links{}, Clock: now, MostWaiting: 9}
		card := testkit.OfficineZero()
		card.Contacts.Email, card.Contacts.Website = "info@oz.example", website
		w.oz = testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, card)
		w.ada, w.bruno = w.person(t, "ada", "Ada"), w.person(t, "bruno", "Bruno")
		test(t, w)
	})
}

func (w world) person(t *testing.T, id, name string) account.Subject {
	t.Helper()
	p := account.Person{ID: id, Email: id + "@posta.example", Name: name, Language: "it", CreatedAt: w.now.T}
	if err := w.store.AddPerson(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p.Subject()
}

func (w world) wantEditors(t *testing.T, want ...string) {
	t.Helper()
	editors, err := w.people.EditorsOf(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range editors {
		names = append(names, e.Name)
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("editors (-want +got):\n%s", diff)
	}
}

func (w world) wantLetters(t *testing.T, want ...string) []letter.Letter {
	t.Helper()
	letters := testkit.Letters(t, w.store)
	var got []string
	for _, l := range letters {
		got = append(got, l.Template+" "+l.To)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	return letters
}

// code has one sent to the organisation's mailbox and reads it.
func (w world) code(t *testing.T, who account.Subject) string {
	t.Helper()
	if err := w.SendCode(t.Context(), who, w.oz, browser); err != nil {
		t.Fatal(err)
	}
	letters := w.wantLetters(t, "claim_code info@oz.example")
	return letters[0].Values["Code"]
}

func TestCode_makesAnEditorOfWhoeverReadsTheMailbox(t *testing.T) {
	eachWorld(t, "", func(t *testing.T, w world) {
		code := w.code(t, w.ada)
		outcome, err := w.UseCode(t.Context(), w.ada, w.oz, browser, strings.ToLower(code))
		if err != nil || outcome != claim.Represents {
			t.Fatalf("UseCode = %s, %v; want represents", outcome, err)
		}
		w.wantEditors(t, "Ada")
		w.wantLetters(t, "claim_approved ada@posta.example")
		if kept, err := w.store.HasEditors(t.Context(), "oz"); err != nil || !kept {
			t.Errorf("HasEditors = %t, %v; want true", kept, err)
		}
	})
}

func TestCode_isGuarded(t *testing.T) {
	wrong := func(t *testing.T, err error) {
		t.Helper()
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("err = %v; want a complaint about the code", err)
		}
	}
	eachWorld(t, "", func(t *testing.T, w world) {
		_, err := w.UseCode(t.Context(), w.ada, w.oz, browser, "AAAA-AAAA") // none was sent
		wrong(t, err)
		code := w.code(t, w.ada)
		_, err = w.UseCode(t.Context(), w.ada, w.oz, "another browser", code)
		wrong(t, err)
		_, err = w.UseCode(t.Context(), w.bruno, w.oz, browser, code) // somebody else's
		wrong(t, err)
		for range 4 {
			_, err = w.UseCode(t.Context(), w.ada, w.oz, browser, "AAAA-AAAA")
			wrong(t, err)
		}
		_, err = w.UseCode(t.Context(), w.ada, w.oz, browser, code) // the sixth try
		wrong(t, err)
		code = w.code(t, w.ada)
		w.now.T = w.now.T.Add(claim.CodeLife)
		_, err = w.UseCode(t.Context(), w.ada, w.oz, browser, code)
		wrong(t, err)
		w.wantEditors(t)
	})
}

func TestCode_isMailedThreeTimesADayAtMost(t *testing.T) {
	eachWorld(t, "", func(t *testing.T, w world) {
		w.code(t, w.ada)
		w.code(t, w.bruno)
		w.code(t, w.ada)
		if err := w.SendCode(t.Context(), w.bruno, w.oz, browser); fault.KindOf(err) != fault.TooMany {
			t.Errorf("a fourth code = %v; want too many", err)
		}
		w.now.T = w.now.T.Add(25 * time.Hour)
		w.code(t, w.bruno)
	})
}

func TestClaim_neverTakesAPageFromWhoeverKeepsIt(t *testing.T) {
	eachWorld(t, "", func(t *testing.T, w world) {
		late, early := w.code(t, w.bruno), w.code(t, w.ada)
		if _, err := w.UseCode(t.Context(), w.ada, w.oz, browser, early); err != nil {
			t.Fatal(err)
		}
		w.wantLetters(t, "claim_approved ada@posta.example")

		outcome, err := w.UseCode(t.Context(), w.bruno, w.oz, browser, late)

		if err != nil || outcome != claim.Asks {
			t.Errorf("the second code = %s, %v; want a question", outcome, err)
		}
		w.wantEditors(t, "Ada")
		w.wantLetters(t, "claim_asked ada@posta.example")
		questions, err := w.Questions(t.Context(), w.oz)
		if err != nil || len(questions) != 1 || questions[0].ProvenBy != claim.ByCode || questions[0].Sender.Name != "Bruno" {
			t.Errorf("questions = %+v, %v; want Bruno's, with the code", questions, err)
		}
	})
}

func TestAsk_isDecidedByTheTeam(t *testing.T) {
	eachWorld(t, "", func(t *testing.T, w world) {
		reviewer := w.person(t, "rita", "Rita")
		reviewer.Grants = []account.Grant{{Role: account.Reviewer}}
		const why = "Tengo la contabilità dal 2019."
		for _, who := range []account.Subject{w.ada, w.bruno} {
			if err := w.Ask(t.Context(), who, w.oz, why); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Ask(t.Context(), w.ada, w.oz, why); fault.KindOf(err) != fault.Conflict {
			t.Errorf("asking twice = %v; want a conflict", err)
		}
		questions, err := w.Questions(t.Context(), w.oz)
		if err != nil || len(questions) != 2 || questions[0].Reason != why {
			t.Fatalf("questions = %+v, %v; want two with their reason", questions, err)
		}
		ids := map[string]string{}
		for _, q := range questions {
			ids[q.Sender.Name] = q.ID
		}
		if err := w.Approve(t.Context(), w.bruno, ids["Bruno"]); fault.KindOf(err) != fault.Denied {
			t.Errorf("approving one's own claim = %v; want denied", err)
		}
		if err := w.Approve(t.Context(), reviewer, ids["Ada"]); err != nil {
			t.Fatal(err)
		}
		if err := w.Refuse(t.Context(), reviewer, ids["Bruno"], " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("refusing without a reason = %v; want a complaint", err)
		}
		if err := w.Refuse(t.Context(), reviewer, ids["Bruno"], "Non vi conosciamo ancora."); err != nil {
			t.Fatal(err)
		}
		if err := w.Approve(t.Context(), reviewer, ids["Bruno"]); fault.KindOf(err) != fault.Conflict {
			t.Errorf("approving what was refused = %v; want a conflict", err)
		}
		w.wantEditors(t, "Ada")
		w.wantLetters(t, "claim_approved ada@posta.example", "claim_refused bruno@posta.example")
		s, err := w.Standing(t.Context(), w.bruno, w.oz)
		if err != nil || s.Request.State != organisation.Refused || s.Request.RefusalReason != "Non vi conosciamo ancora." || s.Editors != 1 {
			t.Errorf("standing = %+v, %v; want the refusal with its reason", s, err)
		}
		if s.Decision != (claim.Decision{By: claim.TheTeam}) {
			t.Errorf("Bruno is told %+v; want that the team has decided, and not who of it", s.Decision)
		}
		for name, id := range ids {
			p, err := w.store.Proposal(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if q, err := w.Question(t.Context(), p); err != nil || q.Decision != (claim.Decision{By: claim.TheTeam, Person: "Rita"}) {
				t.Errorf("the team reads of %s's claim: %+v, %v; want that Rita has decided", name, q.Decision, err)
			}
		}
	})
}

func TestApprove_byAnEditorTellsTheOthers(t *testing.T) {
	eachWorld(t, "", func(t *testing.T, w world) {
		for _, e := range []string{"carla", "dora"} {
			if err := w.people.GrantEditor(t.Context(), e+"@oz.example", e, "it", "oz"); err != nil {
				t.Fatal(err)
			}
		}
		editors, err := w.people.EditorsOf(t.Context(), "oz")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Ask(t.Context(), w.ada, w.oz, "Tengo la contabilità."); err != nil {
			t.Fatal(err)
		}
		w.wantLetters(t, "claim_asked carla@oz.example", "claim_asked dora@oz.example")
		questions, err := w.Questions(t.Context(), w.oz)
		if err != nil || len(questions) != 1 {
			t.Fatalf("questions = %+v, %v", questions, err)
		}
		if err := w.Doubt(t.Context(), editors[0].Subject(), questions[0].ID); err != nil {
			t.Fatal(err)
		}
		if questions, err = w.Questions(t.Context(), w.oz); err != nil || len(questions) != 1 || !questions[0].Doubted {
			t.Errorf("questions = %+v, %v; want the doubt, and the question still open", questions, err)
		}
		if err := w.Approve(t.Context(), editors[1].Subject(), questions[0].ID); err != nil {
			t.Fatal(err)
		}
		if s, err := w.Standing(t.Context(), w.ada, w.oz); err != nil || s.Decision != (claim.Decision{By: claim.TheEditors}) {
			t.Errorf("Ada is told %+v, %v; want that an editor has decided, and not who", s.Decision, err)
		}
		w.wantEditors(t, "Ada", "carla", "dora")
		w.wantLetters(t, "claim_approved ada@posta.example", "editor_joined carla@oz.example", "editor_joined dora@oz.example")
	})
}

func TestLookNext_findsTheProofOnTheSite(t *testing.T) {
	head := ""
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, "<!doctype html><head>"+head+"</head><body>"+r.URL.Path)
	}))
	defer site.Close()
	eachWorld(t, site.URL, func(t *testing.T, w world) {
		head = ""
		looker := claim.Looker{UseCases: w.UseCases, Web: outbound.New(outbound.Limits{AllowLoopback: true, Redirects: 3})}
		look := func(want bool) claim.Claim {
			t.Helper()
			if any, err := looker.LookNext(t.Context()); err != nil || any != want {
				t.Fatalf("LookNext = %t, %v; want %t", any, err, want)
			}
			c, err := w.store.Claim(t.Context(), "oz", "ada")
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if err := w.BeginSite(t.Context(), w.ada, w.oz); err != nil {
			t.Fatal(err)
		}
		token := look(false).Site.Token
		if err := w.LookAgain(t.Context(), w.ada, w.oz); err != nil {
			t.Fatal(err)
		}
		c := look(true)
		if c.Site.State != claim.SiteMissing || !c.Site.NextAt.Equal(w.now.T.Add(2*time.Minute)) {
			t.Errorf("site = %+v; want it missing and looked at again in two minutes", c.Site)
		}
		look(false)
		w.wantEditors(t)

		head = `<meta name="telaio-claim" content="` + token + `">`
		w.now.T = w.now.T.Add(2 * time.Minute)
		if c = look(true); c.ProvenBy != claim.BySite || !c.Site.NextAt.IsZero() {
			t.Errorf("claim = %+v; want it proven by the site", c)
		}
		w.wantEditors(t, "Ada")
		look(false)
	})
}

func TestLookNext_doesNotAskThisNetwork(t *testing.T) {
	asked := false
	site := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer site.Close()
	eachWorld(t, site.URL, func(t *testing.T, w world) {
		looker := claim.Looker{UseCases: w.UseCases, Web: outbound.New(outbound.Limits{})}
		if err := w.BeginSite(t.Context(), w.ada, w.oz); err != nil {
			t.Fatal(err)
		}
		if err := w.LookAgain(t.Context(), w.ada, w.oz); err != nil {
			t.Fatal(err)
		}
		if _, err := looker.LookNext(t.Context()); err != nil {
			t.Fatal(err)
		}
		c, err := w.store.Claim(t.Context(), "oz", "ada")
		if err != nil || c.Site.State != claim.SiteRefused || !c.Site.NextAt.IsZero() || asked {
			t.Errorf("site = %+v, %v, asked %t; want it refused for good and never asked", c.Site, err, asked)
		}
	})
}

func TestClaim_isForSignedInPeopleAndPublicPages(t *testing.T) {
	eachWorld(t, "https://oz.example", func(t *testing.T, w world) {
		draft := w.oz
		draft.State = organisation.Unpublished
		editor := w.ada
		editor.Grants = []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "oz"}}
		for name, c := range map[string]struct {
			who  account.Subject
			o    organisation.Organisation
			want fault.Kind
		}{
			"nobody":      {account.Subject{}, w.oz, fault.SignInFirst},
			"a draft":     {w.ada, draft, fault.NotFound},
			"its editors": {editor, w.oz, fault.Conflict},
		} {
			_, useCode := w.UseCode(t.Context(), c.who, c.o, browser, "AAAA-AAAA")
			for what, err := range map[string]error{
				"SendCode":  w.SendCode(t.Context(), c.who, c.o, browser),
				"UseCode":   useCode,
				"BeginSite": w.BeginSite(t.Context(), c.who, c.o),
				"LookAgain": w.LookAgain(t.Context(), c.who, c.o),
				"Ask":       w.Ask(t.Context(), c.who, c.o, "Tengo la contabilità."),
			} {
				if fault.KindOf(err) != c.want {
					t.Errorf("%s for %s = %v; want kind %d", what, name, err, c.want)
				}
			}
		}
	})
}
