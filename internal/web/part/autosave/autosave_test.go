package autosave_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/web/part/autosave"
)

func TestAsked_onlyByTheScript(t *testing.T) {
	for accept, want := range map[string]bool{
		"application/json":                true,
		"text/html,application/xml;q=0.9": false,
		"":                                false,
	} {
		r := httptest.NewRequest(http.MethodPost, "/area/uno", http.NoBody)
		r.Header.Set("Accept", accept)
		if got := autosave.Asked(r); got != want {
			t.Errorf("Accept %q: asked %v; want %v", accept, got, want)
		}
	}
}

func TestNotSaved_saysWhyAndNoNumber(t *testing.T) {
	w := httptest.NewRecorder()
	if err := autosave.NotSaved(w, http.StatusConflict, "Qualcuno ha già salvato."); err != nil {
		t.Fatal(err)
	}
	want := `{"saved":false,"message":"Qualcuno ha già salvato."}` + "\n"
	if w.Code != http.StatusConflict || w.Body.String() != want {
		t.Errorf("%d %s; want 409 %s", w.Code, w.Body, want)
	}
}
