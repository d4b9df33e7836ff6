package testkit

import (
	"sync"
	"testing"

	embedded "telaio/content"
	"telaio/internal/content"
	"telaio/internal/i18n"
	"telaio/internal/letter"
	"telaio/internal/store"
)

// shipped is read once for all tests of a package: reading takes longer than
// most of them.
var shipped = sync.OnceValues(func() (*content.Library, error) { return content.Load(embedded.Files) })

// Library returns the content that the program ships with. A test may put
// other things into its fields, but must leave what they hold as it is.
func Library(t testing.TB) *content.Library {
	t.Helper()
	library, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	own := *library
	return &own
}

// Letters takes every letter that waits out of the outbox, and puts each into
// the words of its template in every language, so that no value is missing
// there.
func Letters(t testing.TB, s *store.Store) []letter.Letter {
	t.Helper()
	var letters []letter.Letter
	for {
		w, ok, err := s.NextLetter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return letters
		}
		if err := s.Forget(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		inWords(t, w.Letter)
		letters = append(letters, w.Letter)
	}
}

func inWords(t testing.TB, l letter.Letter) {
	t.Helper()
	file := "mail/" + l.Template + ".yaml"
	text, err := embedded.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	template, problems := letter.Parse(file, l.Template, text)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, language := range i18n.Languages() {
		l.Language = string(language)
		if _, err := template.Write(l); err != nil {
			t.Error(err)
		}
	}
}
