package sharing_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/sharing"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// editor looks after the organisation "full".
type editor struct{}

// Subject says who makes the request.
func (editor) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{PersonID: "e", Language: "it", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "full"}}}, nil
}

func TestSave_keepsEachChoiceAndStartsWithNo(t *testing.T) {
	library, s := testkit.Library(t), testkit.SQLite(t)
	testkit.Publish(t, s, organisation.Organisation{ID: "full", Slug: "telaio-comune"}, testkit.FullCard())
	testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	useCases := benchmark.UseCases{Store: s, Clock: &clock.Fixed{T: testkit.Day()}}
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site:     &shell.Site{BaseURL: "http://127.0.0.1:8198", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies("http://127.0.0.1:8198"), Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Sessions: editor{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(sharing.Pages{UseCases: useCases, Organisations: s}.Routes(),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "area-organisation", Method: "GET", Paths: shell.Only("/area/{organisation}"), Action: account.OwnAccount, Handle: empty},
			shell.Route{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	page := ask(http.MethodGet, "/area/full/confronto", nil).Body.String()
	testkit.CheckHTML(t, page)
	if strings.Contains(page, `value="yes" checked`) {
		t.Error("a yes is chosen before anybody chose")
	}
	if w := ask(http.MethodPost, "/area/full/confronto", url.Values{"compare": {"yes"}, "research": {"no"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("saving = %d", w.Code)
	}
	got, err := useCases.Choice(t.Context(), "full")
	if err != nil || !got.Compare || got.Research || got.PersonID != "e" {
		t.Errorf("choice = %+v, %v; want to compare only", got, err)
	}
	if w := ask(http.MethodPost, "/area/oz/confronto", url.Values{"compare": {"yes"}}); w.Code == http.StatusSeeOther {
		t.Error("a stranger chose for Officine Zero")
	}
}
