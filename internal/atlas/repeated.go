package atlas

import (
	"strings"

	"telaio/internal/compact"
	"telaio/internal/organisation"
)

// repeated holds each list that entries say alike once: of codes, or of a single
// town. Ten thousand entries say the same few hundred.
type repeated struct {
	lists map[string][]string
	towns map[organisation.Municipality][]organisation.Municipality
}

func newRepeated() repeated {
	return repeated{map[string][]string{}, map[organisation.Municipality][]organisation.Municipality{}}
}

// share lets the entry say with others what it has in common with them.
func (r repeated) share(e *Entry) {
	e.Types, e.Targets, e.Forms, e.Regions = r.all(e.Types), r.all(e.Targets), r.all(e.Forms), r.all(e.Regions)
	compact.Once(&e.Language)
	for i := range e.towns {
		t := &e.towns[i]
		compact.Once(&t.Code, &t.Name, &t.Province, &t.Region, &t.Country)
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
