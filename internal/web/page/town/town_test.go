package town_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/gazetteer"
	"telaio/internal/web/page/town"
	"telaio/internal/web/shell"
)

func TestTowns_answersWithCodeAndLabel(t *testing.T) {
	capitals, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	route := town.Pages{Towns: capitals}.Routes()[0]
	for query, want := range map[string]string{
		"q=mater":     `[{"code":"it-077014","label":"Matera (MT)"}]`,
		"q=":          `[]`,
		"":            `[]`,
		"q=%3Cscript": `[]`,
	} {
		answer := httptest.NewRecorder()
		if err := route.Handle(answer, httptest.NewRequest(http.MethodGet, "/comuni?"+query, nil), &shell.Visit{}); err != nil {
			t.Fatal(err)
		}
		if got := answer.Body.String(); got != want {
			t.Errorf("GET /comuni?%s = %s; want %s", query, got, want)
		}
	}
}
