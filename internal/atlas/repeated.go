package atlas

// repeated holds each code and name once. Ten thousand entries say the same few
// hundred, and the garbage collector visits every copy.
type repeated map[string]string

// share lets the entry say with others what it has in common with them.
func (r repeated) share(e *Entry) {
	e.Types, e.Targets, e.Forms, e.Regions = r.all(e.Types), r.all(e.Targets), r.all(e.Forms), r.all(e.Regions)
	e.Language = r.once(e.Language)
	for i := range e.towns {
		t := &e.towns[i]
		t.Code, t.Name, t.Province, t.Region, t.Country = r.once(t.Code), r.once(t.Name), r.once(t.Province), r.once(t.Region), r.once(t.Country)
	}
}

func (r repeated) all(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	shared := make([]string, len(texts)) // without the room that reading left
	for i, text := range texts {
		shared[i] = r.once(text)
	}
	return shared
}

func (r repeated) once(text string) string {
	if known, ok := r[text]; ok {
		return known
	}
	r[text] = text
	return text
}
