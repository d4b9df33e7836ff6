package main

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// Everything private about the organisation of this test has one of these marks
// in it, or is one of these numbers.
func canaries() []string {
	return []string{"canarino", "44.917", "8.1239", "43.711", "10.8853", "40.9931", "14.7727"}
}

// canary is what the canary organisation's people say of its places and what the
// team writes about it: none of it is for the public.
type canary struct {
	places []organisation.ExactPlace
	before []organisation.ExactPlace // was public once, and was taken back
	sender organisation.Sender
}

func newCanary() canary {
	hidden := func(name string, lat, lon float64) organisation.Municipality {
		return organisation.Municipality{Code: "canarino-" + name, Name: "Canarino " + name, Province: "Canarino", Region: "canarino", Country: "IT", Lat: lat, Lon: lon}
	}
	withheld := organisation.ExactPlace{
		ID: "c-withheld", Kind: "seat", Name: "Canarino rifugio", Publicity: organisation.PublicityWithheld,
		Address: "via del Canarino 1", Municipality: hidden("alto", 44.917263, 8.123987), Lat: 44.917299, Lon: 8.123911,
	}
	once := withheld
	once.Publicity = organisation.PublicityExact
	return canary{
		places: []organisation.ExactPlace{withheld, {
			ID: "c-town", Kind: "branch", Name: "Canarino laboratorio", Publicity: organisation.PublicityMunicipality,
			Address: "via del Canarino 2", Municipality: testkit.Rome(), Lat: 43.711123, Lon: 10.885321,
		}, {
			ID: "c-country", Kind: "meeting_point", Name: "Canarino ritrovo", Publicity: organisation.PublicityCountry,
			Address: "via del Canarino 3", Municipality: hidden("basso", 40.993111, 14.772777), Lat: 40.993122, Lon: 14.772788,
		}},
		before: []organisation.ExactPlace{once},
		sender: organisation.Sender{Name: "Pia Canarino", Email: "pia@canarino.example", Role: "canarino di bordo", PersonID: "canarino-person"},
	}
}

// store publishes the organisation, with a revision whose places and contacts
// were taken back, and leaves around it everything that waits for the team.
func (c canary) store(t *testing.T, p *program) {
	t.Helper()
	card := testkit.FullCard()
	card.Contacts = organisation.Contacts{Email: "vecchio@canarino.example", Phone: "canarino 123"}
	card.Places = organisation.PublicPlaces(c.before)
	o := testkit.Publish(t, p.store, organisation.Organisation{ID: "cage", Slug: "gabbia"}, card)
	sent := organisation.Proposal{
		ID: "c-sent", OrganisationID: "cage", BaseRevision: 1, Origin: organisation.ChangeOfCard, State: organisation.Accepted, Name: card.Name,
		Language: "it", Sender: c.sender, SentAt: testkit.Day(), UpdatedAt: testkit.Day(), DecidedAt: testkit.Day(), RefusalReason: "canarino",
	}
	open := sent
	open.ID, open.State, open.DecidedAt = "c-open", organisation.Unread, time.Time{}
	open.Changes = organisation.Diff(card, organisation.Card{Name: "Canarino non letto", Story: "Canarino mai approvato"})
	fresh := open
	fresh.ID, fresh.OrganisationID, fresh.Origin, fresh.Name = "c-new", "", organisation.NewOrganisation, "Canarino nuovo"
	for _, proposal := range []organisation.Proposal{sent, open, fresh} {
		must(t, p.store.AddProposal(t.Context(), proposal))
		must(t, p.store.SetExactPlaces(t.Context(), "", proposal.ID, c.places))
		must(t, p.store.AddComment(t.Context(), organisation.Comment{ID: "c" + proposal.ID, ProposalID: proposal.ID, Author: "Canarino", Body: "canarino", At: testkit.Day()}))
		must(t, p.store.AddMessage(t.Context(), organisation.Message{ID: "m" + proposal.ID, ProposalID: proposal.ID, Author: "Canarino", Body: "canarino", At: testkit.Day()}))
	}
	card.Contacts = organisation.Contacts{}
	card.Places = organisation.PublicPlaces(c.places)
	must(t, p.store.SetExactPlaces(t.Context(), "cage", "", c.places))
	testkit.Revise(t, p.store, o, card, organisation.Revision{
		ProposalID: "c-sent", Author: c.sender.Name, Reviewer: "Redattrice Canarino", Reason: "Lo chiede pia@canarino.example",
	})
	must(t, p.store.CreateOrganisation(t.Context(), organisation.Organisation{ID: "c-never", Slug: "canarino-mai", CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}))
	left := testkit.Publish(t, p.store, organisation.Organisation{ID: "c-left", Slug: "partita"}, organisation.Card{Name: "Canarino volato via", Story: "Canarino"})
	left.State = organisation.Archived
	must(t, p.store.UpdateOrganisation(t.Context(), left))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// openCage opens the whole program with the canary organisation in it.
func openCage(t *testing.T, log io.Writer) (*program, http.Handler) {
	t.Helper()
	flags := siteFlags{databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", NoLimits: true, Murmurations: true}
	p, err := openProgram(t.Context(), flags, false, terminal{io.Discard, log})
	must(t, err)
	t.Cleanup(func() { p.Close() })
	newCanary().store(t, p)
	must(t, p.index.Build(t.Context()))
	must(t, p.index.IndexWords(t.Context()))
	handler, err := p.handler()
	must(t, err)
	return p, handler
}

// TestNothingPrivateIsInAPublicByte asks every route of the site, those to come
// too, as somebody who is not signed in, and looks for what must not be there:
// in bodies, in headers, in the log.
func TestNothingPrivateIsInAPublicByte(t *testing.T) {
	var log bytes.Buffer
	p, handler := openCage(t, &log)
	asked := map[string]int{}
	for _, path := range publicPaths(p) {
		for range 2 { // made, then kept
			answer := ask(t, handler, path)
			asked[path] = answer.Code
			for _, found := range leaks(answer) {
				t.Errorf("GET %s gives away %q", path, found)
			}
		}
	}
	for _, path := range []string{
		"/", "/atlante", "/organizzazioni/gabbia", "/en/organisations/gabbia", "/organizzazioni/gabbia.json", "/organizzazioni/gabbia.jsonld",
		"/organizzazioni/gabbia/versioni", "/en/organisations/gabbia/versions",
	} {
		if asked[path] != http.StatusOK {
			t.Errorf("GET %s = %d; the walk should have seen it", path, asked[path])
		}
	}
	for _, path := range forPrograms(t, handler) {
		answer := ask(t, handler, path)
		if answer.Code != http.StatusOK || answer.Body.Len() < 100 {
			t.Errorf("GET %s = %d with %d bytes; the walk should have seen it", path, answer.Code, answer.Body.Len())
		}
		for _, found := range leaks(answer) {
			t.Errorf("GET %s gives away %q", path, found)
		}
	}
	if found := marks(untimed(log.String())); len(found) > 0 {
		t.Errorf("the log gives away %q:\n%s", found, log.String())
	}
}

// untimed takes out of a log when things were and how long they took: the digits
// of a time can be those of a private place.
func untimed(log string) string {
	return regexp.MustCompile(`"time":"[^"]*",|"ms":[0-9.]+`).ReplaceAllString(log, "")
}

// TestSearchDoesNotFindWhatIsPrivate asks the atlas for words that only private
// text has.
func TestSearchDoesNotFindWhatIsPrivate(t *testing.T) {
	_, handler := openCage(t, io.Discard)
	if page := ask(t, handler, "/atlante?q=telaio").Body.String(); !strings.Contains(page, "/organizzazioni/gabbia") {
		t.Fatal("the atlas does not find the organisation by its public name")
	}
	for _, q := range []string{"canarino", "via del canarino", "pia canarino", "canarino mai approvato"} {
		if page := ask(t, handler, "/atlante?q="+url.QueryEscape(q)).Body.String(); strings.Contains(page, "/organizzazioni/gabbia") {
			t.Errorf("a search for %q finds the organisation", q)
		}
	}
}

// publicPaths lists the address of every route, its wildcards filled in with
// what names the canary organisation, and the forms of its page for programs.
func publicPaths(p *program) []string {
	values := map[string]string{
		"slug": "gabbia", "organisation": "cage", "proposal": "c-open", "id": testkit.FullCard().Logo, "size": "512.png", "number": "1", "revision": "1",
	}
	var paths []string
	for _, languages := range p.site.Paths {
		for _, pattern := range languages {
			path := wildcard.ReplaceAllStringFunc(strings.ReplaceAll(pattern, "{$}", ""), func(match string) string {
				if value, ok := values[strings.Trim(match, "{}.")]; ok {
					return value
				}
				return "c-open"
			})
			paths = append(paths, path)
			if strings.HasSuffix(pattern, "/{slug}") {
				paths = append(paths, path+".json", path+".jsonld", strings.ReplaceAll(path, "gabbia", "partita"), strings.ReplaceAll(path, "gabbia", "canarino-mai"))
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

var wildcard = regexp.MustCompile(`\{[a-zA-Z_.]+\}`)

func ask(t *testing.T, handler http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080"+path, nil)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

// leaks lists the marks in an answer, and in the files that are packed in it. The
// address that was asked for does not count: it is the reader's own.
func leaks(answer *httptest.ResponseRecorder) []string {
	var header bytes.Buffer
	_ = answer.Header().Write(&header) // writing to memory cannot fail
	text := strings.ReplaceAll(unpacked(answer.Body.Bytes())+header.String(), "canarino-mai", "")
	return marks(text)
}

// unpacked is a body as a reader sees it: workbooks and other archives opened.
func unpacked(body []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return string(body)
	}
	var all strings.Builder
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			return "canarino: " + file.Name + " cannot be read"
		}
		if _, err := io.Copy(&all, opened); err != nil {
			return "canarino: " + file.Name + " cannot be read"
		}
	}
	return all.String()
}

// forPrograms lists what the interfaces for programs tell of the canary
// organisation, in all that they can be asked for.
func forPrograms(t *testing.T, handler http.Handler) []string {
	t.Helper()
	paths := []string{
		"/atlante.csv", "/atlante.xlsx", "/atlante.geojson", "/atlante.jsonld", "/atlante.atom", "/murmurations/gabbia.json",
		"/api/v1/organisations", "/api/v1/organisations?format=ndjson", "/api/v1/organisations?forma=network&format=ndjson", "/api/v1/organisations?q=telaio",
		"/api/v1/organisations/gabbia", "/api/v1/organisations/cage", "/api/v1/places", "/api/v1/places?format=ndjson", "/api/v1/initiatives",
		"/api/v1/initiatives?format=ndjson", "/api/v1/changes?since=2000-01-01", "/hsds/services?full=true", "/hsds/services?format=ndjson&full=true",
		"/hsds/organizations?full=true&full_service=true", "/hsds/service_at_locations?full=true", "/hsds/locations", "/hsds/locations?format=ndjson",
	}
	for _, list := range []string{"/hsds/services", "/hsds/organizations", "/hsds/service_at_locations", "/hsds/locations"} {
		for _, id := range regexp.MustCompile(`(?:"contents":\[|,)\{"id":"([0-9a-f-]{36})"`).FindAllStringSubmatch(ask(t, handler, list).Body.String(), -1) {
			if ask(t, handler, list+"/"+id[1]).Code == http.StatusOK {
				paths = append(paths, list+"/"+id[1])
			}
		}
	}
	if len(paths) < 23+4 {
		t.Errorf("only %d addresses for programs were found", len(paths))
	}
	return paths
}

func marks(text string) []string {
	text = strings.ToLower(text)
	var found []string
	for _, mark := range canaries() {
		if strings.Contains(text, mark) {
			found = append(found, mark)
		}
	}
	return found
}
