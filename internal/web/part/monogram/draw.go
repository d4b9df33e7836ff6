package monogram

import (
	"github.com/a-h/templ"

	"telaio/internal/web/shell"
)

// Mark draws the logo at the address src, or the initials of the name where src
// is empty. The name itself has to stand beside it as text.
func Mark(name, src string, size Size) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { Draw(h, name, src, size) })
}

// Draw is Mark by hand.
func Draw(h *shell.HTML, name, src string, size Size) {
	h.Raw(`<span class="monogram`)
	if src != "" {
		h.Raw(` monogram--logo`)
	}
	if size != Small {
		h.Raw(` `, string(size))
	}
	if src != "" {
		h.Raw(`"><img src="`)
		h.Text(src)
		h.Raw(`" alt="" decoding="async"></span>`)
		return
	}
	h.Raw(`" aria-hidden="true">`)
	h.Text(Initials(name))
	h.Raw(`</span>`)
}
