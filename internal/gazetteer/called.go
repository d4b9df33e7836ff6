package gazetteer

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
)

// spoken parts one of the names of a line from the languages in which it is the
// one to show: "en:Rome", or "it,en:Bruges".
func spoken(written string) (languages, name string) {
	if languages, name, ok := strings.Cut(written, ":"); ok {
		return languages, name
	}
	return "", written
}

// noteCalled remembers what the town of a line is called in some languages.
func (g *Gazetteer) noteCalled(line uint32, languages, name string) {
	for in := range strings.SplitSeq(languages, ",") {
		if g.called == nil {
			g.called = map[i18n.Language]map[string]string{}
		}
		if g.called[i18n.Language(in)] == nil {
			g.called[i18n.Language(in)] = map[string]string{}
		}
		g.called[i18n.Language(in)][g.code(line)] = name
	}
}

// Called is the name by which readers of a language know the municipality: Rome,
// or Parigi. Exports have the one name of all languages.
func (g *Gazetteer) Called(m *organisation.Municipality, in i18n.Language) string {
	return cmp.Or(g.called[in][m.Code], m.Name)
}

// WellKnown lists the names, in every language, of the towns that people have in
// mind who type one: Italy's province capitals, and those abroad that Italians or
// English people have a name of their own for. Of lesser towns, many are called as
// other things are: Fondi, Cento, Musei.
func (g *Gazetteer) WellKnown() []string {
	var all []string
	for _, names := range capitalsOf() {
		all = append(all, names...)
	}
	for _, called := range g.called {
		for code := range called {
			all = append(all, g.Names(code)...)
		}
	}
	return all
}

// capitalsOf maps the signs of Italy's provinces to the names of their capitals, in
// every language: "RM" to Roma and Rome. Of several capitals it has them all.
var capitalsOf = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	_, lines, _ := strings.Cut(capitals, "\n")
	for line := range strings.Lines(lines) {
		columns := strings.Split(line, "\t")
		for written := range strings.SplitSeq(columns[columnNames], "|") {
			_, name := spoken(written)
			all[columns[columnProvince]] = append(all[columns[columnProvince]], name)
		}
	}
	return all
})

// Provinces maps the signs of Italy's provinces to their names, those of their
// capitals among them.
func Provinces() map[string][]string {
	all := maps.Clone(capitalsOf())
	for sign, name := range map[string]string{
		"AO": "Valle d'Aosta", "BT": "Barletta-Andria-Trani", "BZ": "Alto Adige", "FC": "Forlì-Cesena", "MB": "Monza e Brianza",
		"MS": "Massa-Carrara", "PU": "Pesaro e Urbino", "SU": "Sud Sardegna", "VB": "Verbano-Cusio-Ossola",
	} {
		all[sign] = append(slices.Clone(all[sign]), name)
	}
	return all
}
