package atlas_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// inOrder reports whether the texts stand in the page one after the other.
func inOrder(page string, texts ...string) bool {
	for _, text := range texts {
		_, after, found := strings.Cut(page, text)
		if !found {
			return false
		}
		page = after
	}
	return true
}

func TestList_nearATownBeginsWithTheNearestAndSaysHowFar(t *testing.T) {
	site := newSite(t, few(t))
	for _, near := range []string{"it-048017", "Firenze", "firenze+(FI)"} {
		page := get(t, site, "/atlante?vicino="+near)
		if !inOrder(page, "A 17 km.", "Filo Comune</a>") && !inOrder(page, "Filo Comune</a>", "A 17 km.", "Officina Roma</a>", "Senza Sede</a>", "Senza un luogo pubblico.") {
			t.Errorf("near %s: want Prato, then Rome, then nowhere", near)
		}
		if !strings.Contains(page, `value="Firenze (FI)"`) || !strings.Contains(page, "vicino=it-048017&amp;ordine=nome") {
			t.Errorf("near %s: want the town in the field and in every address", near)
		}
	}
	if page := get(t, site, "/atlante?vicino=Atlantide"); !strings.Contains(page, "“Atlantide”") || !inOrder(page, "Filo Comune</a>", "Officina Roma</a>", "Rete Rider</a>") {
		t.Error("an unknown town: want to be told, and the list by name")
	}
}

func TestList_inAnAreaKeepsItInEveryAddress(t *testing.T) {
	site := newSite(t, few(t))
	page := get(t, site, "/atlante?zona=41.7,12.3,42.1,12.8")
	if strings.Contains(page, "Filo Comune</a>") || !strings.Contains(page, "Officina Roma</a>") {
		t.Error("want Rome's organisations and no others")
	}
	for _, want := range []string{
		`<input type="hidden" name="zona" value="41.7,12.3,42.1,12.8">`, "Zona della mappa", "2 su 4",
		"/atlante.csv?zona=41.7%2C12.3%2C42.1%2C12.8", "/atlante.atom?zona=41.7%2C12.3%2C42.1%2C12.8",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if table := get(t, site, "/atlante.csv?zona=41.7,12.3,42.1,12.8"); strings.Contains(table, "Filo Comune") || !strings.Contains(table, "Rete Rider") {
		t.Error("the export is not of the area")
	}
}

func post(site http.Handler, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/atlante/vicino", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

func TestHere_sortsByAPositionThatNobodyKeeps(t *testing.T) {
	site := newSite(t, few(t))
	answer := post(site, url.Values{"lat": {"41.8933"}, "lon": {"12.4829"}, "filtri": {"forma=empowerment&pagina=9"}})
	page := answer.Body.String()
	if answer.Code != http.StatusOK || !inOrder(page, "Officina Roma</a>", "Filo Comune</a>") || strings.Contains(page, "Rete Rider") {
		t.Fatalf("status %d; want Rome, then Prato", answer.Code)
	}
	if got := answer.Header().Get("Cache-Control"); !strings.Contains(got, "no-store") {
		t.Errorf("Cache-Control %q; want no-store", got)
	}
	for _, digits := range []string{"41.8", "12.4"} {
		if strings.Contains(page, digits) {
			t.Errorf("the answer says where the reader is: %s", digits)
		}
	}
	for _, wrong := range []url.Values{{}, {"lat": {"NaN"}, "lon": {"1"}}, {"lat": {"91"}, "lon": {"1"}}, {"lat": {"x"}, "lon": {"1e999"}}} {
		if got := post(site, wrong).Code; got < 400 || got >= 500 {
			t.Errorf("position %v: status %d; want 4xx", wrong, got)
		}
	}
}

// TestMap_answersWhateverAnAddressCarries draws parameters that are nearly right
// and others that are not at all.
func TestMap_answersWhateverAnAddressCarries(t *testing.T) {
	site := newSite(t, few(t))
	anything := rapid.OneOf(rapid.String(), rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]*)?(,-?[0-9.e]{1,5}){0,4}`), rapid.SampledFrom([]string{
		"41.7,12.3,42.1,12.8", "-90,-180,90,180", "1e300,0,1,1", "\xff\x00", "99999999999999999999", ",,,", "Castello (", "Roma", "it-058091", "18", "-3", "NaN",
	}))
	rapid.Check(t, func(r *rapid.T) {
		values := url.Values{}
		for _, name := range []string{"zona", "vicino", "vista", "ingrandimento", "pagina", "ordine"} {
			values[name] = rapid.SliceOfN(anything, 0, 2).Draw(r, name)
		}
		for _, path := range []string{"/atlante", "/atlante/mappa.json", "/atlante/griglia.json", "/atlante.geojson"} {
			w := httptest.NewRecorder()
			site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?"+values.Encode(), nil))
			if w.Code != http.StatusOK && w.Code != http.StatusBadRequest { // of what is no text
				r.Fatalf("%s?%s = %d", path, values.Encode(), w.Code)
			}
		}
		form := url.Values{"lat": {anything.Draw(r, "lat")}, "lon": {anything.Draw(r, "lon")}, "filtri": {anything.Draw(r, "filtri")}, "pagina": {anything.Draw(r, "page")}}
		if got := post(site, form).Code; got >= 500 {
			r.Fatalf("POST %s = %d", form.Encode(), got)
		}
	})
}
