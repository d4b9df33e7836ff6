package home

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"telaio/internal/i18n"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// bars compares how many organisations practise each form, the commonest first.
func bars(v *shell.Visit, f Figures) chart.Bars {
	b := chart.Bars{
		ID: "forms", Finding: finding(v, f), Measure: v.T("home.chart_measure"), Title: v.T("home.chart_title"),
		Whole: f.Organisations, Of: v.T("home.of_all", i18n.Args{"All": v.Number(f.Organisations)}),
		RowHead: v.T("home.chart_form"), AmountHead: v.T("home.chart_organisations"), ShareHead: v.T("home.chart_share"),
	}
	for _, code := range byCount(v, f) {
		b.Bars = append(b.Bars, chart.Bar{Label: v.Label(taxonomy.SolidarityForm, code), Amount: f.ByForm[code], Thread: thread.Of(v, code)})
	}
	return b
}

// byCount lists the codes of the forms, the commonest first; equal ones stay in
// the order of the taxonomy.
func byCount(v *shell.Visit, f Figures) []string {
	codes := forms(v)
	slices.SortStableFunc(codes, func(a, b string) int { return cmp.Compare(f.ByForm[b], f.ByForm[a]) })
	return codes
}

func forms(v *shell.Visit) []string {
	terms := v.Site.Taxonomies[taxonomy.SolidarityForm].Terms
	codes := make([]string, len(terms))
	for i, term := range terms {
		codes[i] = term.Code
	}
	return codes
}

// finding says in a sentence which form is practised most, or which ones if
// there is a tie.
func finding(v *shell.Visit, f Figures) string {
	codes := byCount(v, f)
	var first []string
	for _, code := range codes {
		if f.ByForm[code] == f.ByForm[codes[0]] {
			first = append(first, practice(v, code))
		}
	}
	switch {
	case len(first) == len(codes):
		return v.T("home.finding_all")
	case len(first) == 1:
		return capital(v.T("home.finding_one", i18n.Args{"Practice": first[0]}))
	default:
		return capital(v.T("home.finding_more", i18n.Args{"Practices": v.List(first)}))
	}
}

// practice names what organisations with the form do; the form's own name where
// the content has no words for it.
func practice(v *shell.Visit, code string) string {
	if key := "home.practice." + code; v.Has(key) {
		return v.T(key)
	}
	return v.Label(taxonomy.SolidarityForm, code)
}

func capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// practised reports whether any form is.
func practised(f Figures) bool {
	for _, n := range f.ByForm {
		if n > 0 {
			return true
		}
	}
	return false
}
