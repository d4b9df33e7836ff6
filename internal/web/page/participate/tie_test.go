package participate_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestStep_asksOnceWhetherARelationLeadsToAPage(t *testing.T) {
	s := similarSite(t)
	b := s.browser()
	page := s.begin(b, "new")
	page = page[:strings.LastIndex(page, "/")] + "/la-vostra-storia"
	typed := url.Values{
		"number": {"0"}, "action": {"continue"}, "short_description": {"Cuciamo."}, "relations.0._id": {"one"}, "relations.0.relation_kind": {"partner"}, "relations.0.relation_name": {"officine ZERO"},
	}

	if again := to(t, b.Post(page, typed)); !strings.HasPrefix(again, page) || !strings.HasSuffix(again, "#q-relations-0") {
		t.Fatalf("the form leads to %s; want the relation once more", again)
	}
	want(t, b.Get(page), http.StatusOK, "È questa?", `href="/organizzazioni/officine-zero"`, `value="link:relations:0:oz"`, `name="tie_asked" value="one"`)
	typed.Set("number", "1")
	typed.Set("tie_asked", "one")
	if next := to(t, b.Post(page, typed)); strings.HasPrefix(next, page) {
		t.Errorf("the form leads to %s; it is asked once", next)
	}

	typed.Set("action", "link:relations:0:oz")
	if again := to(t, b.Post(page, typed)); !strings.HasSuffix(again, "#q-relations-0") {
		t.Errorf("the button leads to %s; want the relation", again)
	}
	want(t, b.Get(page), http.StatusOK, "Il legame porta alla pagina:", `name="relations.0.relation_organisation" value="oz"`, `value="link:relations:0:"`)
	typed.Set("number", "2")
	typed.Set("relations.0.relation_organisation", "oz")
	typed.Set("action", "link:relations:0:")
	to(t, b.Post(page, typed))
	want(t, b.Get(page), http.StatusOK, "È questa?", `value="link:relations:0:oz"`)
}
