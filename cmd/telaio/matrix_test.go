package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/organisation"
	"telaio/internal/secret"
	"telaio/internal/testkit"
	"telaio/internal/upkeep"
	"telaio/internal/web/shell"
)

// everybody lists who may ask. An editor looks after the organisation "own".
var everybody = []string{"nobody", "no role", "editor", "reviewer", "researcher", "administrator"}

// rule says who is let in to one's own thing and to someone else's. For a thing
// that is nobody's, and for a route without one, both lists are the same. One's
// own draft or status page is the one whose key the request carries.
type rule struct{ own, foreign []string }

var (
	all            = rule{everybody, everybody}
	signedIn       = rule{everybody[1:], everybody[1:]}
	team           = rule{everybody[3:], everybody[3:]}
	researchers    = rule{everybody[4:], everybody[4:]}
	administrators = rule{[]string{"administrator"}, []string{"administrator"}}
	itsPeople      = rule{[]string{"editor"}, nil}
	itsReaders     = rule{[]string{"editor", "administrator"}, []string{"administrator"}}
	whoHasTheKey   = rule{everybody, nil}
)

// matrix is what the whole site allows, route by route. A new route needs a
// line here: that is the moment to think about who may use it.
func matrix() map[string]rule {
	return map[string]rule{
		"GET health": all, "GET ready": all, "POST preferences": all, "GET asset": all,
		"GET home": all, "GET atlas": all, "GET atlas-csv": all, "GET atlas-xlsx": all, "GET atlas-geojson": all, "GET atlas-jsonld": all, "GET atlas-atom": all, "GET atlas-map": all, "POST atlas-near": all, "GET atlas-grid": all, "GET atlas-markers": all, "GET atlas-streets": all, "GET sitemap": all, "GET sitemap-part": all, "GET robots": all, "GET security": all, "GET towns": all,
		"GET area-reads": itsReaders, "GET desk-reads": team,
		"GET alert-new": all, "POST alert-new": all, "GET alert": all, "POST alert": all,
		"GET desk-webhooks": researchers, "POST desk-webhook-add": researchers, "GET desk-webhook": researchers, "POST desk-webhook-do": researchers,
		"GET desk-webhook-remove": researchers, "POST desk-webhook-remove-do": researchers,
		"GET open-data": all, "GET open-data-file": all,
		"GET widget": all, "GET widget-organisation": all, "GET widget-code": all, "GET oembed": all,
		"GET api-entrance": all, "GET api-organisations": all, "GET api-organisation": all, "GET api-places": all, "GET api-initiatives": all, "GET api-taxonomies": all, "GET api-taxonomy": all,
		"GET api-changes": all, "GET api-openapi": all, "GET api-openapi-yaml": all, "GET api": all, "GET dumps": all, "GET murmurations": all,
		"GET hsds": all, "GET hsds-services": all, "GET hsds-service": all, "GET hsds-organizations": all, "GET hsds-organization": all,
		"GET hsds-services-at-locations": all, "GET hsds-service-at-location": all, "GET hsds-locations": all, "GET hsds-location": all,
		"GET hsds-taxonomies": all, "GET hsds-taxonomy": all, "GET hsds-terms": all, "GET hsds-term": all, "GET hsds-openapi": all, "GET hsds-profile": all,
		"GET hsds-profile-file": all, "GET hsds-schemas": all, "GET hsds-schema": all,
		"GET organisation": all, "GET organisation-history": all, "GET still-true": all, "POST still-true": all, "GET report-wrong": all, "POST report-wrong": all, "GET logo": all,
		"GET research": all, "GET practices": all, "GET practices-data": all, "GET practice": all, "GET practice-history": all, "GET data": all, "GET privacy": all, "GET questions": all,
		"GET accessibility": all, "GET credits": all,

		"GET sign-in": all, "POST sign-in-ask": all, "GET sign-in-sent": all, "POST sign-in-code": all,
		"GET enter": all, "POST enter-use": all, "POST sign-out": all,
		"GET account": signedIn, "POST account-end": signedIn, "POST account-end-others": signedIn, "POST account-language": signedIn,

		"GET claim": all, "POST claim-begin": all, "POST claim-code-send": signedIn, "POST claim-code": signedIn,
		"POST claim-site": signedIn, "POST claim-ask": signedIn,

		"GET participate": all, "POST participate-begin": all, "GET draft-resume": all, "POST draft-resume-do": all,
		"GET draft-confirm": all, "POST draft-confirm-do": all,
		"GET draft": whoHasTheKey, "GET draft-page": whoHasTheKey, "GET similar": whoHasTheKey, "POST draft-save": whoHasTheKey, "GET draft-picture": whoHasTheKey,
		"GET status-lost": all, "POST status-find": all,
		"GET status": whoHasTheKey, "POST status-answer": whoHasTheKey, "GET status-withdraw": whoHasTheKey,
		"POST status-withdraw-do": whoHasTheKey, "GET status-receipt": whoHasTheKey, "GET status-receipt-data": whoHasTheKey,

		"GET kit": all, "GET kit-questions": all, "GET kit-method": all, "GET quick-check": all, "POST quick-check-result": all,
		"GET respond-room": all, "POST respond-room-join": all,
		"GET respond": whoHasTheKey, "POST respond-withdraw": whoHasTheKey, "GET respond-item": whoHasTheKey, "POST respond-save": whoHasTheKey, "GET respond-overview": whoHasTheKey,
		"GET respond-sheet": whoHasTheKey, "POST respond-sheet-save": whoHasTheKey, "GET respond-finish": whoHasTheKey, "POST respond-finish-do": whoHasTheKey,
		"GET respond-pause": whoHasTheKey, "POST respond-pause-mail": whoHasTheKey, "GET respond-file": whoHasTheKey,
		"GET paper": all, "GET paper-quick": all,
		"GET cycle-paper": itsPeople, "GET cycle-copy": itsPeople, "POST cycle-copy-do": itsPeople, "GET cycle-file": itsPeople,

		"GET area": signedIn, "GET area-organisation": itsReaders, "GET area-people": itsReaders,
		"POST area-confirm": itsPeople, "POST area-change": itsPeople, "POST area-invite": itsPeople,
		"GET area-remove": itsPeople, "POST area-remove-do": itsPeople, "POST area-answer": itsPeople,
		"POST area-invitation-withdraw": itsPeople, "POST area-change-stop": itsPeople, "POST area-claim": itsPeople,
		"GET area-hand-over": itsPeople, "POST area-hand-over-do": itsPeople,
		"GET invitation": whoHasTheKey, "POST invitation": whoHasTheKey,
		"GET area-leave": itsPeople, "POST area-leave-do": itsPeople,

		"GET initiatives-mine": signedIn, "GET initiatives": itsPeople, "GET initiative": itsPeople, "GET initiative-new": itsPeople,
		"POST initiative-begin": itsPeople, "GET initiative-part": itsPeople, "POST initiative-save": itsPeople,
		"GET initiative-measure": itsPeople, "POST initiative-measure-add": itsPeople, "GET initiative-measurement": itsPeople,
		"POST initiative-measurement-correct": itsPeople, "POST initiative-measurement-remove": itsPeople,
		"GET initiative-csv": itsPeople, "GET initiative-import": itsPeople, "POST initiative-import-read": itsPeople,
		"POST initiative-import-do": itsPeople, "GET initiative-sheet": itsPeople, "GET initiative-history": itsPeople,
		"POST initiative-bring-back": itsPeople, "GET initiative-items": itsPeople, "POST initiative-link": itsPeople,
		"GET initiative-tell": itsPeople, "POST initiative-tell-do": itsPeople,
		"POST initiative-copy": itsPeople, "POST initiative-archive": itsPeople, "POST initiative-restore": itsPeople,

		"GET kit-area": signedIn, "GET kit-cycle": itsPeople,
		"GET cycles": itsPeople, "GET cycle-new": itsPeople, "POST cycle-start": itsPeople, "GET cycle": itsPeople,
		"GET cycle-change": itsPeople, "POST cycle-change-do": itsPeople, "POST cycle-invite": itsPeople, "POST cycle-remind": itsPeople,
		"POST cycle-room": itsPeople, "POST cycle-together": itsPeople, "GET cycle-remove": itsPeople, "POST cycle-remove-do": itsPeople,
		"GET cycle-end": itsPeople, "POST cycle-end-do": itsPeople, "GET cycle-discard": itsPeople, "POST cycle-discard-do": itsPeople,
		"POST cycle-meeting": itsPeople, "GET cycle-item": itsPeople, "POST cycle-decide": itsPeople,
		"GET cycle-close": itsPeople, "POST cycle-close-do": itsPeople, "GET cycle-reopen": itsPeople, "POST cycle-reopen-do": itsPeople,
		"GET kit-result": itsPeople, "GET kit-result-input": itsPeople, "POST kit-result-importance": itsPeople,
		"GET kit-result-pdf": itsPeople, "POST kit-result-pdf-make": itsPeople, "GET kit-result-pdf-file": itsPeople,
		"GET kit-result-public": itsPeople, "POST kit-result-preview": itsPeople, "POST kit-result-publish": itsPeople,
		"POST kit-result-withdraw": itsPeople, "GET self-assessment": all,
		"GET plan": itsPeople, "POST plan-reminders": itsPeople, "GET plan-new": itsPeople, "POST plan-add": itsPeople,
		"GET plan-action": itsPeople, "POST plan-change": itsPeople, "POST plan-remove": itsPeople, "POST plan-undo": itsPeople,

		"GET desk": team, "GET desk-list": team, "GET desk-organisations": team, "GET desk-organisation": team, "GET desk-freshness": team,
		"GET desk-relations": team, "POST desk-relations": team,
		"GET desk-correct": team, "POST desk-correct": team, "POST desk-correct-places": team,
		"GET proposal": team, "POST proposal": team, "GET proposal-logo": team, "GET desk-preview": team, "POST proposal-places": team,
		"GET proposal-refuse": team, "POST proposal-refuse": team, "GET proposal-archive": team, "POST proposal-archive": team,
		"GET proposal-field": team, "POST proposal-field": team, "POST proposal-field-places": team,

		"GET desk-twins": team, "POST desk-twins-search": team, "GET desk-twin": team, "POST desk-twin-merge": team, "GET desk-twin-preview": team,
		"POST desk-twin-apart": team, "GET desk-merge": team, "POST desk-merge-undo": team, "GET desk-merges": team,

		"GET desk-archive": team, "POST desk-archive-notice-all": team, "POST desk-archive-notice": team, "POST desk-archive-keep": team,
		"GET desk-archive-ask": team, "POST desk-archive-do": team, "GET desk-unarchive-ask": team, "POST desk-unarchive": team, "GET desk-successor-ask": team, "POST desk-successor": team,

		"GET desk-kit": researchers, "POST desk-kit-export": researchers,
		"GET peer-invite": itsPeople, "POST peer-invite-do": itsPeople, "POST peer-withdraw": itsPeople,
		"GET peer-readings": itsPeople, "GET peer-reading": itsPeople, "POST peer-move": itsPeople, "POST peer-comment": itsPeople, "GET peer-file": itsPeople,
		"GET sharing": itsReaders, "POST sharing": itsPeople,
		"GET network": all, "GET network-csv": all, "GET area-relations": itsReaders, "POST area-relations": itsPeople,

		"GET desk-practices": team, "GET desk-practice-new": team, "POST desk-practice-new": team,
		"GET desk-practice": team, "POST desk-practice": team, "GET desk-practice-preview": team,
		"GET desk-practice-approve": team, "POST desk-practice-approve": team, "POST desk-practice-return": team,
		"GET desk-practice-versions": team, "GET desk-practice-withdraw": team, "POST desk-practice-withdraw": team,
		"GET desk-practice-discard": team, "POST desk-practice-discard": team,

		"GET desk-imports": team, "POST desk-import-begin": team, "GET desk-import": team, "POST desk-import-map": team,
		"GET desk-feed": team, "POST desk-feed-ask": team, "POST desk-feed-schedule": team, "POST desk-feed-forget": team,
		"POST desk-import-leave": team, "POST desk-import-apply": team, "POST desk-import-undo": team, "GET desk-import-report": team,

		"GET people": administrators, "POST people": administrators, "GET people-revoke": administrators, "POST people-revoke": administrators,
		"GET mailbox": administrators, "GET mail": administrators,
	}
}

// TestMatrix asks for every route as everybody, with a key or a role that fits
// the thing and with one that does not. The pages themselves are replaced, so
// that only the door is tried; what stands behind it has tests of its own.
func TestMatrix(t *testing.T) {
	m := newMatrix(t)
	for _, route := range m.routes {
		name := route.Method + " " + route.Name
		want, ok := matrix()[name]
		if !ok {
			t.Errorf("%s %v is not in the matrix: say who may use it", name, route.Paths)
			continue
		}
		for _, who := range everybody {
			for _, path := range route.Paths {
				m.try(t, route, path, asker{who, "own"}, slices.Contains(want.own, who))
				m.try(t, route, path, asker{who, "foreign"}, slices.Contains(want.foreign, who))
			}
		}
	}
	for name := range matrix() {
		if !slices.ContainsFunc(m.routes, func(r shell.Route) bool { return r.Method+" "+r.Name == name }) {
			t.Errorf("%s is in the matrix and nowhere else", name)
		}
	}
}

// doors is the site with nothing behind its doors.
type doors struct {
	http.Handler
	routes  []shell.Route
	cookies map[string]string // of everybody
	browser string            // key of the browser that began the draft
	own     map[string]string // wildcards of one's own things
	foreign map[string]string // and of someone else's
}

const letIn = http.StatusTeapot // no page answers so

func newMatrix(t *testing.T) *doors {
	t.Helper()
	flags := siteFlags{
		databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0",
		BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", NoLimits: true, NoCache: true,
	}
	p, err := openProgram(t.Context(), flags, true, terminal{io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	server, err := p.server()
	if err != nil {
		t.Fatal(err)
	}
	m := &doors{routes: server.AllRoutes(), cookies: map[string]string{}}
	for i := range server.Routes {
		server.Routes[i].Handle = func(w http.ResponseWriter, _ *http.Request, _ *shell.Visit) error {
			w.WriteHeader(letIn)
			return nil
		}
	}
	if m.Handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	m.furnish(t, p)
	m.signIn(t, p)
	return m
}

// furnish makes two of each thing: one's own, and someone else's.
func (m *doors) furnish(t *testing.T, p *program) {
	t.Helper()
	m.browser = secret.Token()
	things := func(organisationID, browser string) map[string]string {
		o := organisation.Organisation{ID: organisationID, Slug: organisationID, State: organisation.Published}
		testkit.Publish(t, p.store, o, organisation.Card{Name: organisationID})
		draft, err := p.participation().Begin(t.Context(), organisation.NewOrganisation, "it", secret.Hash(browser))
		if err != nil {
			t.Fatal(err)
		}
		proposal := organisation.Proposal{ID: secret.ID(), OrganisationID: organisationID, Origin: organisation.NewOrganisation, State: organisation.Unread, Name: organisationID, Language: "it", SentAt: testkit.Day(), UpdatedAt: testkit.Day()}
		if err := p.store.AddProposal(t.Context(), proposal); err != nil {
			t.Fatal(err)
		}
		token := secret.Token()
		if err := p.store.AddStatusKey(t.Context(), proposal.ID, secret.Hash(token), p.clock.Now()); err != nil {
			t.Fatal(err)
		}
		invite := secret.Token()
		invitation := upkeep.Invitation{ID: secret.ID(), TokenHash: secret.Hash(invite), OrganisationID: organisationID, InvitedAt: p.clock.Now(), ExpiresAt: p.clock.Now().Add(upkeep.InvitationLife), State: upkeep.InvitationWaiting}
		if err := p.store.AddInvitation(t.Context(), invitation); err != nil {
			t.Fatal(err)
		}
		key, cycle := answerKey(t, p, organisationID)
		return map[string]string{
			"organisation": organisationID, "draft": draft.ID, "proposal": proposal.ID, "token": token, "key": key, "cycle": cycle, "invite": invite,
		}
	}
	m.own, m.foreign = things("own", m.browser), things("other", secret.Token())
	m.foreign["token"], m.foreign["key"], m.foreign["invite"] = secret.Token(), secret.Token(), secret.Token() // nobody holds the keys of someone else's
}

// answerKey begins a self-assessment of the organisation and returns the key of
// one who answers it, and the id of its cycle.
func answerKey(t *testing.T, p *program, organisationID string) (key, cycle string) {
	t.Helper()
	useCases := p.assessment()
	editor := account.Subject{PersonID: "editor", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: organisationID}}}
	c, err := useCases.Start(t.Context(), editor, organisationID, assessment.Plan{Label: "2026", Extent: assessment.Full, Mode: assessment.Named})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = useCases.OpenRoom(t.Context(), editor, c); err != nil {
		t.Fatal(err)
	}
	key, err = useCases.Join(t.Context(), c.RoomKey, "Ada", "it")
	if err != nil {
		t.Fatal(err)
	}
	return key, c.ID
}

func (m *doors) signIn(t *testing.T, p *program) {
	t.Helper()
	for _, who := range everybody[1:] {
		person := account.Person{ID: who, Email: strings.ReplaceAll(who, " ", "-") + "@example.org", Language: "it", CreatedAt: p.clock.Now()}
		if err := p.store.AddPerson(t.Context(), person); err != nil {
			t.Fatal(err)
		}
		grant := account.Grant{Role: account.Role(who)}
		if grant.Role == account.OrganisationEditor {
			grant.OrganisationID = "own"
		}
		if who != "no role" {
			if err := people(p.store, p.clock).Grant(t.Context(), account.System, who, grant); err != nil {
				t.Fatal(err)
			}
		}
		token := secret.Token()
		m.cookies[who] = "telaio-session=" + token
		session := account.Session{ID: secret.ID(), TokenHash: secret.Hash(token), PersonID: who, CreatedAt: p.clock.Now(), SeenAt: p.clock.Now()}
		if err := p.store.AddSession(t.Context(), session); err != nil {
			t.Fatal(err)
		}
	}
}

// asker is one of everybody before their "own" things or before "foreign" ones.
type asker struct{ who, whose string }

// try asks for the route and checks whether the asker is let in.
func (m *doors) try(t *testing.T, route shell.Route, pattern string, by asker, want bool) {
	t.Helper()
	things := m.own
	if by.whose == "foreign" {
		things = m.foreign
	}
	path := strings.NewReplacer("{$}", "", "...}", "}").Replace(pattern)
	for name, value := range things {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	path = strings.NewReplacer("{", "", "}", "").Replace(path) // the rest may be any word
	r := httptest.NewRequest(route.Method, path, strings.NewReader(""))
	r.Header.Set("Cookie", strings.Trim(m.cookies[by.who]+"; telaio-browser="+m.browser, "; "))
	w := httptest.NewRecorder()
	m.ServeHTTP(w, r)
	refused := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone}
	toSignIn := w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/accedi?next=") || strings.HasPrefix(w.Header().Get("Location"), "/en/sign-in?next=")
	switch in := w.Code == letIn || ownRoute(route.Name) && w.Code < http.StatusInternalServerError; {
	case in != want:
		t.Errorf("%s %s (%s) by %s: let in = %v (status %d); want %v", route.Method, pattern, by.whose, by.who, in, w.Code, want)
	case !in && !toSignIn && !slices.Contains(refused, w.Code):
		t.Errorf("%s %s (%s) by %s is refused with status %d", route.Method, pattern, by.whose, by.who, w.Code)
	}
}

// ownRoute reports whether the server itself answers the route, so that its
// page could not be replaced.
func ownRoute(name string) bool {
	return slices.Contains([]string{"health", "ready", "preferences"}, name)
}
