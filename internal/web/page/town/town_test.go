package town_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/web/page/town"
	"telaio/internal/web/shell"
)

func TestTowns_answersWithCodeAndLabelInTheReadersWords(t *testing.T) {
	capitals, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	route := town.Pages{Towns: capitals}.Routes()[0]
	for _, c := range []struct {
		language    i18n.Language
		query, want string
	}{
		{i18n.Italian, "q=mater", `[{"code":"it-077014","label":"Matera (MT)"}]`},
		{i18n.Italian, "q=florence", `[{"code":"it-048017","label":"Firenze (FI)"}]`},
		{i18n.English, "q=firenze", `[{"code":"it-048017","label":"Florence (FI)"}]`},
		{i18n.Italian, "q=", `[]`},
		{i18n.Italian, "", `[]`},
		{i18n.Italian, "q=%3Cscript", `[]`},
	} {
		visit := &shell.Visit{Printer: testkit.Library(t).Messages.Printer(c.language)}
		answer := httptest.NewRecorder()
		if err := route.Handle(answer, httptest.NewRequest(http.MethodGet, route.Paths[c.language]+"?"+c.query, nil), visit); err != nil {
			t.Fatal(err)
		}
		if got := answer.Body.String(); got != c.want {
			t.Errorf("GET %s?%s = %s; want %s", route.Paths[c.language], c.query, got, c.want)
		}
	}
}
