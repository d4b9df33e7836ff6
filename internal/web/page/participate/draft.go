package participate

import (
	"io"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/participation"
	"telaio/internal/secret"
	"telaio/internal/web/shell"
)

// held loads the draft that the address names, if this browser holds it. When a
// form was sent and the database cannot be asked, the request is let in without
// a draft, so that what was typed can be shown again: nothing that is stored is
// read or written then.
func (p Pages) held(r *http.Request, v *shell.Visit) (account.Object, error) {
	key := v.Site.Cookies.Browser(r)
	if key == "" {
		return account.Object{}, fault.New(fault.NotFound, "participate.no_draft")
	}
	d, err := p.UseCases.Hold(r.Context(), r.PathValue("draft"), secret.Hash(key))
	if fault.KindOf(err) == fault.Unavailable && r.Method == http.MethodPost {
		v.Cause = err
		return account.Object{Held: true}, nil
	}
	if err != nil {
		return account.Object{}, err
	}
	v.Loaded = d
	return account.Object{Held: true}, nil
}

// loaded returns the draft that held has found, and false if the database was
// out of reach.
func loaded(v *shell.Visit) (participation.Draft, bool) {
	d, ok := v.Loaded.(participation.Draft)
	return d, ok
}

// unreached says why held has found no draft.
func unreached(v *shell.Visit) error {
	if v.Cause != nil {
		return v.Cause
	}
	return fault.New(fault.Unavailable, "error.unavailable")
}

// form returns the draft with its answers.
func (p Pages) form(r *http.Request, v *shell.Visit) (*participation.Form, error) {
	d, ok := loaded(v)
	if !ok {
		return nil, unreached(v)
	}
	return p.UseCases.Form(r.Context(), d)
}

// open leads to where the reader was.
func (p Pages) open(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	f, err := p.form(r, v)
	if err != nil {
		return err
	}
	http.Redirect(w, r, resumeAt(way{v, f}), http.StatusSeeOther)
	return nil
}

func resumeAt(to way) string {
	if to.form.Draft.Sent() {
		return to.to(sentPlace)
	}
	return to.page(to.form.Resume())
}

// show is the page of a draft that the address names.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	f, err := p.form(r, v)
	if err != nil {
		return err
	}
	word := r.PathValue("page")
	if f.Draft.Sent() && placeOf(word) != sentPlace {
		http.Redirect(w, r, way{v, f}.to(sentPlace), http.StatusSeeOther)
		return nil
	}
	switch placeOf(word) {
	case checkPlace:
		return p.showCheck(w, r, v, f)
	case pausePlace:
		return p.showPause(w, r, v, f)
	case sentPlace:
		return p.showSent(w, r, v, f)
	default:
		return p.showStep(w, r, v, f)
	}
}

// take receives what was sent from a page of a draft.
func (p Pages) take(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	place := placeOf(r.PathValue("page"))
	if place == "" {
		return p.save(w, r, v)
	}
	f, err := p.form(r, v)
	if err != nil {
		return err
	}
	switch place {
	case checkPlace:
		return p.send(w, r, v, f)
	case pausePlace:
		return p.pause(w, r, v, f)
	default:
		return p.sendAgain(w, r, v, f)
	}
}

// picture shows an uploaded picture to whoever holds the draft.
func (p Pages) picture(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	d, ok := loaded(v)
	if !ok {
		return unreached(v)
	}
	file, err := p.UseCases.Preview(r.Context(), d, r.PathValue("file"))
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	_, _ = io.Copy(w, file) // nobody is left to tell
	return nil
}
