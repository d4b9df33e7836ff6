package content

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestWrongPageLinks_namesTheLine(t *testing.T) {
	files := fstest.MapFS{"page/about.it.md": {Data: []byte("---\ntitle: Noi\n---\n\n[Atlante](page:atlas), [qui](page:atlante) e [lì][1]\n\n[1]: page:nowhere\n[2]: https://example.org\n")}}
	got := WrongPageLinks(files, func(name string) bool { return name == "atlas" })
	want := []Problem{
		{File: "page/about.it.md", Line: 5, Reason: "there is no page atlante to link to"},
		{File: "page/about.it.md", Line: 7, Reason: "there is no page nowhere to link to"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
}
