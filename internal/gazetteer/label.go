package gazetteer

import (
	_ "embed"
	"strings"
	"sync"

	"telaio/internal/folding"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// provinces are other names of the regions abroad that the list of municipalities
// has the English ones of: "DE	Bavaria	it:Baviera|Bayern".
//
//go:embed province.tsv
var provinces string

// provinceNames maps a country's code and the list's name of a region, parted by a
// tab, to its other names, the language of some before a colon.
var provinceNames = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(provinces) {
		if at := strings.LastIndexByte(line, '\t'); at > 0 {
			all[line[:at]] = strings.Split(strings.TrimSpace(line[at:]), "|")
		}
	}
	return all
})

// provinceWords maps the same to the folded words of these names, and the signs of
// Italy's provinces to those of their capitals: "Ivrea, provincia di Torino".
var provinceWords = sync.OnceValue(func() map[string][]string {
	words := map[string][]string{}
	for sign, names := range Provinces() {
		words["IT\t"+sign] = append(folding.Words(strings.Join(names, " ")), "prov", "provincia", "di", "province", "of")
	}
	for of, names := range provinceNames() {
		for _, written := range names {
			_, name := spoken(written)
			words[of] = append(words[of], folding.Words(name)...)
		}
	}
	return words
})

// In is the gazetteer as it offers towns to readers of a language, by the names and
// with the regions and countries that they know.
func (g *Gazetteer) In(language i18n.Language) questionnaire.Gazetteer {
	theirs := *g
	theirs.reader = language
	return &theirs
}

// Town returns the municipality with the code as something to choose.
func (g *Gazetteer) Town(code string) (questionnaire.Town, bool) {
	m, ok := g.ByCode(code)
	return g.choice(&m), ok
}

func (g *Gazetteer) choice(m *organisation.Municipality) questionnaire.Town {
	label := Label(*m)
	if g.reader != "" {
		label = g.LabelIn(m, g.reader)
	}
	return questionnaire.Town{Code: m.Code, Label: label, Home: m.Country == "IT"}
}

// Label writes the municipality with what tells it from others of its name, in the
// words of all languages: "Castello (FI)" in Italy, "Paris (Île-de-France, FR)"
// elsewhere.
func Label(m organisation.Municipality) string {
	country := m.Country
	if country == "IT" {
		country = ""
	}
	return labelled(m.Name, m.Province, country)
}

// LabelIn is the label for readers of a language: "Parigi (Île-de-France, Francia)".
func (g *Gazetteer) LabelIn(m *organisation.Municipality, in i18n.Language) string {
	if m.Country == "IT" || m.Country == "" {
		return labelled(g.Called(m, in), m.Province, "")
	}
	return labelled(g.Called(m, in), g.ProvinceIn(m, in), CountryIn(m.Country, in))
}

func labelled(name, province, country string) string {
	switch {
	case province == name, province == country, province == "":
		province = country
	case country != "":
		province += ", " + country
	}
	if province == "" {
		return name
	}
	return name + " (" + province + ")"
}

// ProvinceIn is the name of the municipality's province in a language: that of the
// list where no other is known.
func (g *Gazetteer) ProvinceIn(m *organisation.Municipality, in i18n.Language) string {
	for _, written := range provinceNames()[m.Country+"\t"+m.Province] {
		languages, name := spoken(written)
		for language := range strings.SplitSeq(languages, ",") {
			if language == string(in) {
				return name
			}
		}
	}
	return m.Province
}

// isCalled reports whether one of the names of a line's municipality folds to this.
func (g *Gazetteer) isCalled(line uint32, folded string) bool {
	for written := range strings.SplitSeq(g.column(line, columnNames), "|") {
		if _, name := spoken(written); folding.Fold(name) == folded {
			return true
		}
	}
	return false
}

// ProvinceNames lists the names of the region abroad that the municipality is in, in
// any language; nil for one in Italy.
func (g *Gazetteer) ProvinceNames(m *organisation.Municipality) []string {
	if m.Country == "IT" || m.Province == "" {
		return nil
	}
	names := []string{m.Province}
	for _, written := range provinceNames()[m.Country+"\t"+m.Province] {
		_, name := spoken(written)
		names = append(names, name)
	}
	return names
}
