package shell

import (
	"net/http"

	"telaio/internal/fault"
)

// StatusOf is the HTTP status that tells a refusal of the kind.
func StatusOf(k fault.Kind) int {
	switch k {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone, fault.Expired:
		return http.StatusGone
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.SignInFirst:
		return http.StatusUnauthorized
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Malformed:
		return http.StatusBadRequest
	case fault.BadMethod:
		return http.StatusMethodNotAllowed
	default:
		return http.StatusInternalServerError
	}
}

// CanRetry reports whether the reader can try again with what was typed, so
// that the form is shown once more instead of a page about the failure.
func CanRetry(err error) bool {
	switch fault.KindOf(err) {
	case fault.Unavailable, fault.TooMany, fault.TooLarge, fault.Conflict:
		return true
	default:
		return false
	}
}

// SetRetryAfter says after how many seconds to try again, where waiting helps.
func SetRetryAfter(header http.Header, k fault.Kind) {
	switch k {
	case fault.Unavailable:
		header.Set("Retry-After", "30")
	case fault.TooMany:
		header.Set("Retry-After", "60")
	default: // waiting would not help
	}
}

// Explain begins the answer of a page that itself tells the reader about the
// failure: it says when to try again, lets the server log what failed, and
// returns the status.
func (v *Visit) Explain(header http.Header, failure error) (status int) {
	v.Cause = failure
	kind := fault.KindOf(failure)
	SetRetryAfter(header, kind)
	return StatusOf(kind)
}
