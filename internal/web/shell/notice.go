package shell

import "strings"

// The beginning of a notice's key says what it is; without one of these it
// tells that something was done.
const (
	failurePrefix   = "error_"
	attentionPrefix = "attention_"
)

// noticeClass is the look of the notice on top of the page.
func noticeClass(key string) string {
	switch {
	case strings.HasPrefix(key, failurePrefix):
		return "note note--error"
	case strings.HasPrefix(key, attentionPrefix):
		return "note note--yellow"
	default:
		return "note note--ok"
	}
}

// noticeRole makes screen readers interrupt for a failure, and wait otherwise.
func noticeRole(key string) string {
	if strings.HasPrefix(key, failurePrefix) {
		return "alert"
	}
	return "status"
}
