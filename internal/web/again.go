package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

// again lists what the form held whose sending failed for a reason that may
// pass, so that the page that says so holds it too and nothing has to be typed
// twice. Files are not among it.
func again(w http.ResponseWriter, r *http.Request, route shell.Route, err error) []shell.Typed {
	if r.Method != http.MethodPost || !mayPass(fault.KindOf(err)) {
		return nil
	}
	if r.PostForm == nil { // it was refused before the form was read
		_ = readable(w, r, route) // what cannot be read is not sent again
	}
	var typed []shell.Typed
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, value := range r.PostForm[name] {
			value = strings.ReplaceAll(strings.ToValidUTF8(value, ""), "\x00", "")
			if isText(name) {
				typed = append(typed, shell.Typed{Name: name, Value: value, Shown: strings.ContainsAny(value, " @\n")})
			}
		}
	}
	return typed
}

// mayPass reports whether the same form may be taken when it is sent again.
func mayPass(k fault.Kind) bool {
	switch k {
	case fault.Unavailable, fault.TooMany, fault.SignInFirst, fault.Malformed, fault.Internal:
		return true
	default:
		return false
	}
}
