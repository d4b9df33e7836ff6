package atlas

import (
	"strings"

	"telaio/internal/organisation"
)

// repeated holds each code and name once, and each list of them that entries
// say alike. Ten thousand entries say the same few hundred, and the garbage
// collector visits every copy.
type repeated struct {
	texts map[string]string
	lists map[string][]string
	towns map[organisation.Municipality][]organisation.Municipality
}

func newRepeated() repeated {
	return repeated{map[string]string{}, map[string][]string{}, map[organisation.Municipality][]organisation.Municipality{}}
}

// share lets the entry say with others what it has in common with them.
func (r repeated) share(e *Entry) {
	e.Types, e.Targets, e.Forms, e.Regions = r.all(e.Types), r.all(e.Targets), r.all(e.Forms), r.all(e.Regions)
	e.Language = r.once(e.Language)
	for i := range e.towns {
		t := &e.towns[i]
		t.Code, t.Name, t.Province, t.Region, t.Country = r.once(t.Code), r.once(t.Name), r.once(t.Province), r.once(t.Region), r.once(t.Country)
	}
	if len(e.towns) == 1 {
		e.towns = r.in(e.towns)
	}
}

// all is a list that is equal to texts. Nobody changes it.
func (r repeated) all(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	key := strings.Join(texts, "\x00")
	known, ok := r.lists[key]
	if !ok {
		known = strings.Split(key, "\x00") // without the room that reading left
		r.lists[key] = known
	}
	return known
}

// in is a list of one town that is equal to towns. Nobody changes it.
func (r repeated) in(towns []organisation.Municipality) []organisation.Municipality {
	if known, ok := r.towns[towns[0]]; ok {
		return known
	}
	r.towns[towns[0]] = towns
	return towns
}

func (r repeated) once(text string) string {
	if known, ok := r.texts[text]; ok {
		return known
	}
	r.texts[text] = text
	return text
}
