package assessment_test

import (
	"bytes"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/attachment"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/picture"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// house is an invented organisation, which Ada coordinates.
type house struct {
	assessment.UseCases
	store *store.Store
	o     organisation.Organisation
	ada   account.Subject
	now   *time.Time

	fileFolder, pieceFolder string
}

type movable struct{ now *time.Time }

func (m movable) Now() time.Time { return *m.now }

type links struct{}

func (links) Answers(_, token string) string { return "https://telaio.example/answers/" + token }

func (links) Cycle(_, organisationID, cycleID string) string {
	return "https://telaio.example/area/" + organisationID + "/kit/" + cycleID
}

func eachHouse(t *testing.T, test func(*testing.T, house)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) { test(t, newHouse(t, s)) })
}

func newHouse(t testing.TB, s *store.Store) house {
	t.Helper()
	keys, err := sealing.OpenKeyring(t.TempDir(), bytes.Repeat([]byte{7}, sealing.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keys.Close() })
	h := house{store: s, fileFolder: t.TempDir(), pieceFolder: t.TempDir()}
	files, err := blob.OpenDirectory(h.fileFolder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	pieces, err := blob.OpenPieces(h.pieceFolder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pieces.Close() })
	now := testkit.Day()
	clk := movable{&now}
	people := account.People{Store: s, Organisations: s, Clock: clk}
	h.now, h.UseCases = &now, assessment.UseCases{
		Store: s, Kits: testkit.Library(t), People: people, Outbox: s, Links: links{}, Clock: clk, Keys: keys,
		Files: files, SealedFiles: pieces, Attachments: attachment.Taker{Pictures: picture.NewMaker()},
	}
	h.o = organisation.Organisation{ID: "house", Slug: "house", State: organisation.Published}
	testkit.Publish(t, s, h.o, organisation.Card{Name: "Cantiere di prova"})
	grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: h.o.ID}
	ada, err := people.GrantTo(t.Context(), account.System, account.Newcomer{Email: "ada@example.org", Name: "Ada", Language: "it"}, grant)
	if err != nil {
		t.Fatal(err)
	}
	h.ada = ada.Subject()
	return h
}

var _ clock.Clock = movable{}

// start begins a cycle of the mode with so many people in the room, and returns
// what their links open.
func (h house) start(t testing.TB, mode assessment.Mode, people int) (assessment.Cycle, []assessment.Held) {
	t.Helper()
	c, err := h.Start(t.Context(), h.ada, h.o.ID, assessment.Plan{Label: "2026", Extent: assessment.Full, Mode: mode})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = h.OpenRoom(t.Context(), h.ada, c); err != nil {
		t.Fatal(err)
	}
	held := make([]assessment.Held, people)
	for i := range held {
		token, err := h.Join(t.Context(), c.RoomKey, "Persona "+string(rune('A'+i)), "it")
		if err != nil {
			t.Fatal(err)
		}
		held[i] = h.hold(t, token)
	}
	return c, held
}

func (h house) hold(t testing.TB, token string) assessment.Held {
	t.Helper()
	held, err := h.Hold(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// answer saves a first answer.
func (h house) answer(t testing.TB, who assessment.Held, item string, code kit.Code) assessment.Answer {
	t.Helper()
	a := assessment.Answer{Item: item, Code: code}
	if code == kit.NotApplicable {
		a.Reason = "Non abbiamo sede."
	}
	saved, err := h.Save(t.Context(), who, a)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// again reads the cycle as it is now.
func (h house) again(t testing.TB, c assessment.Cycle) assessment.Cycle {
	t.Helper()
	c, err := h.Cycle(t.Context(), h.o.ID, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
