// Package merge is where the team looks at organisations that may be one, side
// by side, makes one of them or says that they are two, and undoes it.
package merge

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/merge"
	"telaio/internal/organisation"
	"telaio/internal/twin"
	"telaio/internal/web/part/fielddiff"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct{ UseCases merge.UseCases }

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	const pairs = "/redazione/doppioni"
	const pair = pairs + "/{organisation}/{other}"
	const merged = "/redazione/unioni/{merge}"
	return []shell.Route{
		{Name: "desk-twins", Method: http.MethodGet, Paths: shell.Only(pairs), Action: account.ReadDesk, Handle: p.list},
		{Name: "desk-twins-search", Method: http.MethodPost, Paths: shell.Only(pairs), Action: account.Review, Handle: p.search},
		{Name: "desk-twin", Method: http.MethodGet, Paths: shell.Only(pair), Action: account.ReadDesk, Handle: p.beside},
		{Name: "desk-twin-merge", Method: http.MethodPost, Paths: shell.Only(pair), Action: account.Review, Handle: p.apply},
		{Name: "desk-twin-preview", Method: http.MethodGet, Paths: shell.Only(pair + "/anteprima"), Action: account.ReadDesk, Handle: p.preview},
		{Name: "desk-twin-apart", Method: http.MethodPost, Paths: shell.Only(pair + "/diverse"), Action: account.Review, Handle: p.apart},
		{Name: "desk-merge", Method: http.MethodGet, Paths: shell.Only(merged), Action: account.ReadDesk, Handle: p.merged},
		{Name: "desk-merge-undo", Method: http.MethodPost, Paths: shell.Only(merged), Action: account.Review, Handle: p.undo},
		{
			Name: "desk-merges", Method: http.MethodGet, Action: account.ReadDesk, Handle: p.merges,
			Paths: shell.Only("/redazione/organizzazioni/{organisation}/unioni"),
		},
	}
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	n, err := strconv.Atoi(r.URL.Query().Get("pagina"))
	if err != nil {
		n = 1
	}
	list, err := p.UseCases.Waiting(r.Context(), n)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, listView(v, list))
}

func listAddress(v *shell.Visit) func(int) string {
	return func(n int) string {
		if n == 1 {
			return v.Path("desk-twins")
		}
		return v.Path("desk-twins") + "?pagina=" + strconv.Itoa(n)
	}
}

func (p Pages) search(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if _, err := p.UseCases.Search(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-twins")+"?notice=twins_searched", http.StatusSeeOther)
	return nil
}

// The fields of the forms, beside those of the parts.
const (
	seenKept = "seen_kept"
	seenGone = "seen_gone"
	// seenApart says that somebody had told them apart, if somebody had.
	seenApart = "seen_apart"
	whyField  = "why"
)

// choices reads which side each part is taken from.
func choices(values url.Values) merge.Choices {
	chosen := merge.Choices{}
	for _, part := range merge.Parts() {
		if side := merge.Side(values.Get(string(part))); side != "" {
			chosen[part] = side
		}
	}
	return chosen
}

// pairPage is two organisations beside each other.
type pairPage struct {
	merge.Preview
	Refusal *fault.Message // of what was tried
	Why     string
}

func (p Pages) pair(r *http.Request, v *shell.Visit, chosen merge.Choices) (pairPage, error) {
	preview, err := p.UseCases.Preview(r.Context(), v.Values["organisation"], v.Values["other"], chosen)
	return pairPage{Preview: preview}, err
}

func (p Pages) beside(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.pair(r, v, choices(r.URL.Query()))
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, pairView(v, page))
}

func (p Pages) preview(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	page, err := p.pair(r, v, choices(r.URL.Query()))
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, previewView(v, page))
}

func (p Pages) apply(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	order := merge.Order{
		KeptID: v.Values["organisation"], GoneID: v.Values["other"], SeenKept: -1, SeenGone: -1,
		SeenApart: r.PostFormValue(seenApart), Choices: choices(r.PostForm), Why: r.PostFormValue(whyField),
	}
	if n, err := strconv.Atoi(r.PostFormValue(seenKept)); err == nil {
		order.SeenKept = n
	}
	if n, err := strconv.Atoi(r.PostFormValue(seenGone)); err == nil {
		order.SeenGone = n
	}
	done, err := p.UseCases.Apply(r.Context(), order, v.Subject)
	if fault.KindOf(err) == fault.Conflict {
		page, again := p.pair(r, v, order.Choices)
		if again != nil {
			return again
		}
		page.Refusal, page.Why = &fault.Message{Key: fault.KeyOf(err)}, order.Why
		return shell.Render(w, r, http.StatusConflict, previewView(v, page))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-merge", "merge", done.ID)+"?notice=merged", http.StatusSeeOther)
	return nil
}

func (p Pages) apart(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	err := p.UseCases.NotTheSame(r.Context(), v.Values["organisation"], v.Values["other"], r.PostFormValue(whyField), v.Subject)
	if fault.KindOf(err) == fault.Conflict { // the pair says what has become of them
		http.Redirect(w, r, v.Path("desk-twin", "organisation", v.Values["organisation"], "other", v.Values["other"]), http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-twins")+"?notice=told_apart", http.StatusSeeOther)
	return nil
}

// undoPage is what a merge did, and what undoing it would do.
type undoPage struct {
	merge.Undoing
	Refusal *fault.Message
}

func (p Pages) merged(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	d, err := p.UseCases.Undoing(r.Context(), v.Values["merge"])
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, mergedView(v, undoPage{Undoing: d}))
}

func (p Pages) undo(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id := v.Values["merge"]
	seen, err := strconv.Atoi(r.PostFormValue(seenKept))
	if err != nil {
		seen = -1
	}
	back := map[organisation.Field]bool{}
	for _, f := range organisation.Fields() {
		back[f] = r.PostFormValue(string(f)) == "before"
	}
	d, err := p.UseCases.Undo(r.Context(), id, seen, back, v.Subject)
	if fault.KindOf(err) == fault.Conflict {
		again, failed := p.UseCases.Undoing(r.Context(), id)
		if failed != nil {
			return failed
		}
		return shell.Render(w, r, http.StatusConflict, mergedView(v, undoPage{again, &fault.Message{Key: fault.KeyOf(err)}}))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("desk-organisation", "organisation", d.GoneID)+"?notice=parted", http.StatusSeeOther)
	return nil
}

func (p Pages) merges(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	h, err := p.UseCases.History(r.Context(), v.Values["organisation"])
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, historyView(v, h))
}

// lines puts a part of a card into words.
func lines(v *shell.Visit, part merge.Part, card organisation.Card) []fielddiff.Marked {
	field := merge.FieldOf(part)
	if field != "contacts" {
		return fielddiff.Plain(fielddiff.Lines(v, field, card.Value(field)))
	}
	contacts := card.Contacts
	var said []string
	switch part {
	case merge.Email:
		said = []string{contacts.Email}
	case merge.Phone:
		said = []string{contacts.Phone}
	case merge.Website:
		said = []string{contacts.Website}
	default:
		said = contacts.Links
	}
	var plain []fielddiff.Line
	for _, text := range said {
		if text != "" {
			plain = append(plain, fielddiff.Line{Key: text, Text: text})
		}
	}
	return fielddiff.Plain(plain)
}

// label names a part.
func label(v *shell.Visit, part merge.Part) string {
	switch {
	case merge.FieldOf(part) != "contacts":
		return fielddiff.Label(v, merge.FieldOf(part))
	case part == merge.Pages:
		return v.T("desk.contact.link")
	default:
		return v.T("desk.contact." + string(part))
	}
}

// differing and equal are the parts about which the two say different things,
// and the same.
func (p pairPage) differing() []merge.Part {
	return slices.DeleteFunc(merge.Parts(), func(part merge.Part) bool { return !merge.Differs(part, p.Left.Card, p.Right.Card) })
}

func (p pairPage) equal(v *shell.Visit) []string {
	var labels []string
	for _, part := range merge.Parts() {
		said := string(p.Left.Card.Value(merge.FieldOf(part))) != "null"
		if said && !merge.Differs(part, p.Left.Card, p.Right.Card) && len(lines(v, part, p.Left.Card)) > 0 {
			labels = append(labels, label(v, part))
		}
	}
	return labels
}

// told are the parts of the card that comes out which say something.
func (p pairPage) told(v *shell.Visit) []merge.Part {
	return slices.DeleteFunc(merge.Parts(), func(part merge.Part) bool { return len(lines(v, part, p.Result)) == 0 })
}

// sides are where a part can be taken from.
func sides(part merge.Part) []merge.Side {
	if merge.Many(part) {
		return []merge.Side{merge.Both, merge.Left, merge.Right}
	}
	return []merge.Side{merge.Left, merge.Right}
}

// query keeps what was chosen in an address.
func (p pairPage) query() string {
	values := url.Values{}
	for part, side := range p.Choices {
		values.Set(string(part), string(side))
	}
	return "?" + values.Encode()
}

// swapped is the address of the same two with the other one staying.
func (p pairPage) swapped(v *shell.Visit) string {
	return v.Path("desk-twin", "organisation", p.Right.ID, "other", p.Left.ID)
}

func (p pairPage) path(v *shell.Visit, route string) string {
	return v.Path(route, "organisation", p.Left.ID, "other", p.Right.ID)
}

// standing puts the one that should stay first: the public one.
func standing(p twin.Pair) (stays, goes twin.Profile) {
	if p.First.State == organisation.Unpublished && p.Second.State == organisation.Published {
		return p.Second, p.First
	}
	return p.First, p.Second
}

func where(v *shell.Visit, p twin.Profile) string {
	state := v.T("desk.organisation_state." + string(p.State))
	if p.Town == "" {
		return state
	}
	return p.Town + ", " + state
}

func reasons(v *shell.Visit, all []twin.Reason) string {
	words := make([]string, len(all))
	for i, reason := range all {
		words[i] = v.T("desk.likeness." + string(reason))
	}
	return v.List(words)
}

// value is a field of a change in words.
func value(v *shell.Visit, f organisation.Field, raw json.RawMessage) []fielddiff.Marked {
	return fielddiff.Plain(fielddiff.Lines(v, f, raw))
}
