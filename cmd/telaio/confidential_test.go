package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/kit"
)

// caged is the id of the canary organisation.
const caged = "cage"

// coordinator may run the self-assessments of the organisation.
func coordinator(organisationID string) account.Subject {
	return account.Subject{PersonID: "ada", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: organisationID}}}
}

// beginConfidential starts a confidential cycle and returns the key of one who
// answers it.
func beginConfidential(t *testing.T, p *program, organisationID string) (assessment.Cycle, string) {
	t.Helper()
	u, ada := p.assessment(), coordinator(organisationID)
	c, err := u.Start(t.Context(), ada, organisationID, assessment.Plan{Label: "2026", Extent: assessment.Quick, Mode: assessment.Confidential})
	must(t, err)
	c, err = u.OpenRoom(t.Context(), ada, c)
	must(t, err)
	key, err := u.Join(t.Context(), c.RoomKey, "Zoe Lunardi", "it")
	must(t, err)
	return c, key
}

// TestLog_tellsNothingOfWhoAnswers saves an answer as a browser does and looks
// for whatever could lead to somebody.
func TestLog_tellsNothingOfWhoAnswers(t *testing.T) {
	var log bytes.Buffer
	p, handler := openCage(t, &log)
	c, key := beginConfidential(t, p, caged)
	h, err := p.assessment().Hold(t.Context(), key)
	must(t, err)
	item := h.Items[0].ID
	path := p.site.Paths.In("it", "respond-save", "key", key, "item", item)
	form := url.Values{assessment.CodeField: {string(kit.L3)}, assessment.NoteField: {"girandola"}, "number": {"0"}}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("the answer was not saved: status %d", w.Code)
	}
	sheet, err := p.assessment().Sheet(t.Context(), h)
	must(t, err)
	if sheet[item].Code != kit.L3 {
		t.Fatalf("the sheet holds %q; want L3", sheet[item].Code)
	}
	must(t, p.assessment().End(t.Context(), coordinator(caged), mustCycle(t, p, c)))
	for _, telling := range []string{key, c.ID, h.Participant.ID, "Lunardi", "girandola", item} {
		if strings.Contains(log.String(), telling) {
			t.Errorf("the log says %q:\n%s", telling, log.String())
		}
	}
}

func mustCycle(t *testing.T, p *program, c assessment.Cycle) assessment.Cycle {
	t.Helper()
	c, err := p.assessment().Find(t.Context(), c.ID)
	must(t, err)
	return c
}

func TestStart_refusesToLoseSealedAnswers(t *testing.T) {
	folder := t.TempDir()
	flags := siteFlags{databaseFlags: databaseFlags{Data: folder}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example"}
	p, err := openProgram(t.Context(), flags, false, terminal{&bytes.Buffer{}, &bytes.Buffer{}})
	must(t, err)
	newCanary().store(t, p)
	_, key := beginConfidential(t, p, caged)
	h, err := p.assessment().Hold(t.Context(), key)
	must(t, err)
	_, err = p.assessment().Save(t.Context(), h, assessment.Answer{Item: h.Items[0].ID, Code: kit.L3})
	must(t, err)
	must(t, p.Close())

	flags.SecretKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	if p, err := openProgram(t.Context(), flags, false, terminal{&bytes.Buffer{}, &bytes.Buffer{}}); err == nil {
		p.Close()
		t.Fatal("the program starts with another key while sealed answers wait")
	} else if !strings.Contains(err.Error(), "TELAIO_SECRET_KEY") || !strings.Contains(err.Error(), filepath.Base("secret.key")) {
		t.Errorf("the error does not say what to put back: %v", err)
	}
	flags.SecretKey = ""
	must(t, os.Rename(filepath.Join(folder, "keys"), filepath.Join(folder, "elsewhere")))
	if p, err := openProgram(t.Context(), flags, false, terminal{&bytes.Buffer{}, &bytes.Buffer{}}); err == nil {
		p.Close()
		t.Fatal("the program starts without the keys of sealed answers")
	} else if !strings.Contains(err.Error(), "folder keys") {
		t.Errorf("the error does not say what to put back: %v", err)
	}
	out := &bytes.Buffer{}
	must(t, giveUpCommand{databaseFlags: flags.databaseFlags}.Run(t.Context(), terminal{out, out}))
	if !strings.Contains(out.String(), "of 1 self-assessments") {
		t.Errorf("give-up says %q", out)
	}
	p, err = openProgram(t.Context(), flags, false, terminal{&bytes.Buffer{}, &bytes.Buffer{}})
	must(t, err)
	h, err = p.assessment().Hold(t.Context(), key)
	must(t, err)
	_, err = p.assessment().Save(t.Context(), h, assessment.Answer{Item: h.Items[0].ID, Code: kit.L1})
	must(t, err)
	must(t, p.Close())
	flags.SecretKey = "short"
	if p, err := openProgram(t.Context(), flags, false, terminal{&bytes.Buffer{}, &bytes.Buffer{}}); err == nil {
		p.Close()
		t.Error("the program takes a key of the wrong length")
	}
}
