package importing_test

import (
	"bytes"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/gazetteer"
	"telaio/internal/importing"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// world is a store and what one can do with imports in it.
type world struct {
	importing.UseCases
	t     testing.TB
	store *store.Store
	clock *clock.Fixed
}

func researcher() account.Subject {
	return account.Subject{PersonID: "r", Name: "Rita", Grants: []account.Grant{{Role: account.Researcher}}}
}

func newWorld(t testing.TB, s *store.Store) world {
	t.Helper()
	library := testkit.Library(t)
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	form := library.Questionnaires[intake.QuestionnaireID]
	now := &clock.Fixed{T: testkit.Day()}
	return world{importing.UseCases{
		Store: s, Directory: twin.NewDirectory(s), Form: form[len(form)-1], Taxonomies: library.Taxonomies,
		Towns: towns, Words: importing.NewWords(library.Messages), Clock: now, Watch: &importing.Watch{},
	}, t, s, now}
}

// take carries a file out.
func (w world) take(file string, o importing.Options) importing.Import {
	w.t.Helper()
	i, err := w.Take(w.t.Context(), researcher(), importing.Draft{Source: "registro", File: "r.csv", Raw: []byte(file), Options: o})
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

func (w world) published() []organisation.Organisation {
	w.t.Helper()
	all, err := w.store.PublishedOrganisations(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// exported is the atlas as CSV.
func (w world) exported() string {
	w.t.Helper()
	var b bytes.Buffer
	table, err := publication.CSV(&b)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range w.published() {
		if err := table.Add(publication.Page{Organisation: o}); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

// named returns the published organisation of that name.
func (w world) named(name string) organisation.Organisation {
	w.t.Helper()
	for _, o := range w.published() {
		if o.Card.Name == name {
			return o
		}
	}
	w.t.Fatalf("nothing called %q is public", name)
	return organisation.Organisation{}
}

// revise lets a person publish a change of the card.
func (w world) revise(o organisation.Organisation, change func(*organisation.Card)) {
	w.t.Helper()
	card := o.Card
	change(&card)
	testkit.Revise(w.t, w.store, o, card, organisation.Revision{Author: "Una persona"})
}

// register is a file of two organisations as a public register might have it.
const register = "Denominazione;Comune;Tipologia;E-mail;Anno\n" +
	"Filo Comune;Prato;Associazione;info@filo.example;2013\n" +
	"Bottega Diffusa;Perugia;Cooperativa;ciao@bottega.example;12/03/2009\n"

func with(file, old, new string) string { return strings.Replace(file, old, new, 1) }
