package participate

import (
	"github.com/gosimple/slug"

	"telaio/internal/i18n"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/steps"
	"telaio/internal/web/shell"
)

// place is one of a draft's pages that is no page of the questionnaire.
type place string

// The places.
const (
	checkPlace place = "check" // check the answers, then send
	pausePlace place = "pause" // where to mail the link to go on
	sentPlace  place = "sent"  // sent, and what happens next
)

// words are how the places are called in addresses.
func (p place) words() map[i18n.Language]string {
	switch p {
	case checkPlace:
		return shell.Both("riepilogo", "check")
	case pausePlace:
		return shell.Both("pausa", "pause")
	default:
		return shell.Both("inviata", "sent")
	}
}

// placeOf returns the place that the word in an address stands for, "" if it is
// a page of the questionnaire.
func placeOf(word string) place {
	for _, p := range []place{checkPlace, pausePlace, sentPlace} {
		for _, w := range p.words() {
			if w == word {
				return p
			}
		}
	}
	return ""
}

// pageOf returns the page of the questionnaire that the word in an address
// stands for: its title in any language, or its id.
func pageOf(f *participation.Form, word string) (questionnaire.Page, bool) {
	for _, page := range f.Definition.Pages {
		if page.ID == word {
			return page, true
		}
		for _, lang := range i18n.Languages() {
			if pageWord(page, lang) == word {
				return page, true
			}
		}
	}
	return questionnaire.Page{}, false
}

func pageWord(page questionnaire.Page, lang i18n.Language) string {
	return slug.MakeLang(page.Title.In(string(lang)), string(lang))
}

// way finds addresses within one draft for one reader.
type way struct {
	v    *shell.Visit
	form *participation.Form
}

func (w way) to(p place) string { return w.word(p.words()[w.v.Language]) }

// page is the address of a page of the questionnaire; after the last one comes
// checking the answers.
func (w way) page(id string) string {
	page, ok := w.form.Definition.Page(id)
	if !ok {
		return w.to(checkPlace)
	}
	return w.word(pageWord(page, w.v.Language))
}

func (w way) word(word string) string {
	return w.v.Path("draft-page", "draft", w.form.Draft.ID, "page", word)
}

func (w way) picture(file string) string {
	return w.v.Path("draft-picture", "draft", w.form.Draft.ID, "file", file)
}

// short reports whether the questionnaire is one page that is sent at once.
func (w way) short() bool { return len(w.form.Definition.Pages) == 1 }

// steps lists the pages, with checking at the end. The one with the id current
// is where the reader is; "" stands for the check.
func (w way) steps(current string) []steps.Step {
	list := w.numbered(current)
	last := steps.Step{Label: w.v.T("participate.check_step")}
	if current == "" {
		last.State = steps.Now
	} else if w.form.Complete() {
		last.Path = w.to(checkPlace)
	}
	return append(list, last)
}

// numbered lists the pages alone, which are what is counted.
func (w way) numbered(current string) []steps.Step {
	var list []steps.Step
	for _, page := range w.form.Pages() {
		s := steps.Step{Label: page.Title.In(string(w.v.Language)), Path: w.page(page.ID)}
		switch {
		case page.ID == current:
			s.State = steps.Now
		case w.form.Done(page):
			s.State = steps.Done
		}
		list = append(list, s)
	}
	return list
}

// back is the address of the step before the page with the id.
func (w way) back(id string) string {
	before := ""
	for _, page := range w.form.Pages() {
		if page.ID == id {
			break
		}
		before = page.ID
	}
	if before == "" {
		return w.v.Path("participate")
	}
	return w.page(before)
}
