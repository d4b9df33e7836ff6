// Package mailbox shows the mails that a demonstration did not send.
package mailbox

import (
	"net/http"
	"strings"

	"telaio/internal/account"
	"telaio/internal/mail"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group. They exist only on a site that keeps its
// mails in a folder.
type Pages struct{ Folder mail.Folder }

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{Name: "mailbox", Method: http.MethodGet, Paths: shell.Only("/redazione/posta"), Action: account.ReadMailbox, Handle: p.list},
		{Name: "mail", Method: http.MethodGet, Paths: shell.Only("/redazione/posta/{mail}"), Action: account.ReadMailbox, Handle: p.show},
	}
}

const mostShown = 100

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	kept, err := p.Folder.List(mostShown)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, kept))
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	kept, err := p.Folder.Read(v.Values["mail"])
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, mailView(v, kept))
}

// piece is a stretch of a mail: words, or the address of a page of this site.
type piece struct {
	Text string
	Link bool
}

// pieces finds the site's own addresses in the text. Others stay words.
func pieces(text, baseURL string) []piece {
	var out []piece
	for {
		at := strings.Index(text, baseURL+"/")
		if at < 0 {
			return append(out, piece{Text: text})
		}
		end := at + strings.IndexAny(text[at:]+" ", " \n\t<>\"")
		out = append(out, piece{Text: text[:at]}, piece{Text: text[at:end], Link: true})
		text = text[end:]
	}
}
