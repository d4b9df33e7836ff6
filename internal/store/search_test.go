package store_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"telaio/internal/atlas"
	"telaio/internal/folding"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// searchContract is testdata/search.txt.
type searchContract struct {
	texts    []atlas.SearchText
	searches [][2]string // typed, found
}

func readSearchContract(t testing.TB) searchContract {
	t.Helper()
	f, err := os.Open("testdata/search.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var c searchContract
	typed := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '?':
			typed = line[2:]
		case line[0] == '=':
			c.searches = append(c.searches, [2]string{typed, strings.TrimSpace(line[1:])})
		default:
			id, text, _ := strings.Cut(line, ": ")
			name, rest, _ := strings.Cut(text, " | ")
			c.texts = append(c.texts, atlas.SearchText{
				OrganisationID: id, Stamp: "1", Name: folding.Fold(name), Body: folding.Fold(name + " " + rest),
			})
		}
	}
	return c
}

func text(id, stamp, name, body string) atlas.SearchText {
	return atlas.SearchText{OrganisationID: id, Stamp: stamp, Name: name, Body: body}
}

func found(m atlas.Matches) string {
	rest := slices.DeleteFunc(slices.Clone(m.All), func(id string) bool { return slices.Contains(m.Names, id) })
	slices.Sort(m.Names)
	slices.Sort(rest)
	return strings.TrimSpace(strings.Join(m.Names, " ") + " | " + strings.Join(rest, " "))
}

func TestSearch_findsTheSameOnBothEngines(t *testing.T) {
	contract := readSearchContract(t)
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		if err := s.SaveSearchTexts(t.Context(), contract.texts, nil); err != nil {
			t.Fatal(err)
		}
		for _, c := range contract.searches {
			matches, err := s.Search(t.Context(), atlas.SearchWords(c[0]))
			if got := found(matches); err != nil || got != c[1] {
				t.Errorf("%s: found %q, %v; want %q", c[0], got, err, c[1])
			}
		}
	})
}

func TestSaveSearchTexts_replacesAndTakesOut(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		save := func(texts []atlas.SearchText, gone ...string) {
			t.Helper()
			if err := s.SaveSearchTexts(t.Context(), texts, gone); err != nil {
				t.Fatal(err)
			}
		}
		save([]atlas.SearchText{text("a", "1", "filo", "filo prato"), text("b", "1", "rete", "rete roma"), text("c", "1", "", "")})
		save([]atlas.SearchText{text("a", "2", "trama", "trama prato")}, "b", "unknown")
		for word, want := range map[string]string{"filo": "|", "trama": "a |", "prato": "| a", "rete": "|", "roma": "|"} {
			matches, err := s.Search(t.Context(), []string{word})
			if got := found(matches); err != nil || got != want {
				t.Errorf("%s: found %q, %v; want %q", word, got, err, want)
			}
		}
		stamps, err := s.SearchStamps(t.Context())
		if err != nil || len(stamps) != 2 || stamps["a"] != "2" || stamps["c"] != "1" {
			t.Errorf("SearchStamps = %v, %v", stamps, err)
		}
	})
}

// TestSearch_takesAnything holds for both engines what FuzzSearch tries on one.
func TestSearch_takesAnything(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, typed := range append(strange(), strings.Repeat("parola ", 1500), strings.Repeat("x", 10_000)) {
			words := strings.Join(atlas.SearchWords(typed), " ")
			if err := s.SaveSearchTexts(t.Context(), []atlas.SearchText{text("a", "1", words, words)}, nil); err != nil {
				t.Errorf("save %.30q: %v", typed, err)
			}
			if _, err := s.Search(t.Context(), atlas.SearchWords(typed)); err != nil {
				t.Errorf("search %.30q: %v", typed, err)
			}
		}
	})
}

func strange() []string {
	return []string{
		`"`, `'`, `a"b`, `a' or '1'='1`, `*`, `a* OR b`, `(`, `NEAR(a b)`, `{name}: x`, "\x00", "\xff\xfe", "a\x00b",
		"🙂🙂", "日本語", "ß", "İ", "\u202e", "e\u0301", "':*", `\`, "&|!<->", "ﬃ", "١٢٣",
	}
}

func FuzzSearch(f *testing.F) {
	s := testkit.SQLite(f)
	for _, typed := range strange() {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		words := atlas.SearchWords(typed)
		for _, w := range words {
			if !utf8.ValidString(w) || w == "" {
				t.Errorf("SearchWords(%q) = %q", typed, words)
			}
		}
		if _, err := s.Search(t.Context(), words); err != nil {
			t.Errorf("Search(%q): %v", words, err)
		}
	})
}
