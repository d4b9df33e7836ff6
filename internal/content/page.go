package content

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/strictyaml"
)

// Page is a text of the site in one language: about us, the privacy notice.
type Page struct {
	Name     string // such as "notice"
	Language i18n.Language
	Title    string
	Lead     string // one sentence below the title, and for search engines; may be ""
	Version  string // of texts that people agree to
	Body     string // Markdown
	Hash     string // SHA-256 in hex of the whole file, which proves what was read
}

// frontMatter is what stands between the two lines of three dashes.
type frontMatter struct {
	Title   string `yaml:"title"`
	Lead    string `yaml:"lead"`
	Version string `yaml:"version"`
}

// Page returns the page with the name in the language, in Italian if there is
// none.
func (l *Library) Page(name string, language i18n.Language) (Page, bool) {
	if p, ok := l.Pages[name][language]; ok {
		return p, true
	}
	p, ok := l.Pages[name][i18n.Italian]
	return p, ok
}

// readPages reads page/NAME.LANGUAGE.md.
func readPages(files fs.FS) (map[string]map[i18n.Language]Page, []Problem) {
	pages := map[string]map[i18n.Language]Page{}
	var problems []Problem
	for _, file := range glob(files, "page/*.md") {
		raw, err := fs.ReadFile(files, file)
		if err != nil {
			problems = append(problems, Problem{File: file, Reason: err.Error()})
			continue
		}
		page, found := parsePage(file, raw)
		problems = append(problems, found...)
		if pages[page.Name] == nil {
			pages[page.Name] = map[i18n.Language]Page{}
		}
		pages[page.Name][page.Language] = page
	}
	for name, versions := range pages {
		italian, english := versions[i18n.Italian], versions[i18n.English]
		if italian.Version != english.Version && italian.Name != "" && english.Name != "" {
			reason := "version " + italian.Version + " in Italian, " + english.Version + " in English"
			problems = append(problems, Problem{File: "page/" + name + ".it.md", Line: 1, Reason: reason})
		}
	}
	return pages, problems
}

func parsePage(file string, raw []byte) (Page, []Problem) {
	name, language, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".md"), ".")
	sum := sha256.Sum256(raw)
	page := Page{Name: name, Language: i18n.Language(language), Hash: hex.EncodeToString(sum[:])}
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	head, body, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !found || !strings.HasPrefix(text, "---\n") {
		return page, []Problem{{File: file, Line: 1, Reason: "the page must begin with ---, a title, ---"}}
	}
	var front frontMatter
	document := strictyaml.Read(file, []byte("# ---\n"+head), &front)
	if len(document.Problems()) == 0 && strings.TrimSpace(front.Title) == "" {
		document.Add("title", "the page has no title")
	}
	if strings.TrimSpace(body) == "" {
		document.AddAt(0, "the page is empty")
	}
	page.Title, page.Lead, page.Version, page.Body = front.Title, front.Lead, front.Version, strings.TrimSpace(body)
	return page, document.Problems()
}
