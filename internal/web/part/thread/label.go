package thread

import (
	"github.com/a-h/templ"

	"telaio/internal/i18n"
	"telaio/internal/taxonomy"
	"telaio/internal/web/shell"
)

// labelKey is what a label depends on: the form's code.
type labelKey string

// Label is the sign and the name of a form.
func Label(v *shell.Visit, code string) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { DrawLabel(h, v, code) })
}

// DrawLabel is Label by hand.
func DrawLabel(h *shell.HTML, v *shell.Visit, code string) {
	h.Raw(shell.Once(v, labelKey(code), func(h *shell.HTML) {
		h.Raw(`<span class="`, Of(v, code).class("thread"), `">`)
		h.Component(Icon(Of(v, code)))
		h.Text(v.Label(taxonomy.SolidarityForm, code))
		h.Raw(`</span>`)
	}))
}

// Labels is a list of forms; nothing when there are none.
func Labels(v *shell.Visit, codes []string) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { DrawLabels(h, v, codes) })
}

// DrawLabels is Labels by hand.
func DrawLabels(h *shell.HTML, v *shell.Visit, codes []string) {
	if len(codes) == 0 {
		return
	}
	h.Raw(`<ul class="threads" aria-label="`)
	h.Text(v.T("part.forms"))
	h.Raw(`">`)
	for _, code := range codes {
		h.Raw(`<li>`)
		DrawLabel(h, v, code)
		h.Raw(`</li>`)
	}
	h.Raw(`</ul>`)
}

// Links is a list of forms each of which leads to the atlas, narrowed to it; nothing
// when there are none.
func Links(v *shell.Visit, codes []string, path func(code string) string) templ.Component {
	return shell.Drawn(func(h *shell.HTML) {
		if len(codes) == 0 {
			return
		}
		h.Raw(`<ul class="threads" aria-label="`)
		h.Text(v.T("part.forms"))
		h.Raw(`">`)
		for _, code := range codes {
			label := v.Label(taxonomy.SolidarityForm, code)
			h.Raw(`<li><a class="`, Of(v, code).class("thread"), `" href="`)
			h.Text(path(code))
			h.Raw(`" aria-label="`)
			h.Text(v.T("part.in_atlas", i18n.Args{"What": label}))
			h.Raw(`">`)
			h.Component(Icon(Of(v, code)))
			h.Text(label)
			h.Raw(`</a></li>`)
		}
		h.Raw(`</ul>`)
	})
}
