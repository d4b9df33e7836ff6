// Package shell is what every page shares: the route that declares who may use
// it, the visit that a handler is given, the addresses of pages in each
// language, and the layout around the content.
package shell

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/i18n"
)

// Handler answers a request, or says why not.
type Handler = func(http.ResponseWriter, *http.Request, *Visit) error

// Route is one page or one action. A route without an Action is refused when
// the server is put together.
type Route struct {
	Name   string                   // unique; pages link to each other by it
	Method string                   // GET or POST
	Paths  map[i18n.Language]string // ServeMux patterns; a path for Italian only serves every language
	Action account.Action
	// Object loads the thing that the action is done to, through its parent.
	// Nil stands for the zero Object.
	Object func(*http.Request, *Visit) (account.Object, error)
	// Handle reads the request, calls one use case and renders. An error that it
	// returns becomes a page, a status and one line in the log.
	Handle Handler
	// Cached marks a public page that is the same for every visitor: it is kept
	// by address and language until something public changes.
	Cached bool
	// Query names the parameters that a Cached page depends on. It is shown the
	// address without any other.
	Query []string
	// Open marks an address some of whose answers the scripts of any site may
	// read: it says so to browsers that ask first, and of its failures too.
	Open bool
	// Counted marks a public page whose readings are counted.
	Counted bool
	// Strict refuses an address with a parameter that Query does not name, for
	// programs: whoever misspells a filter must not be given everything.
	Strict bool
	// Streams says of a request for a Cached page that its answer is long, is
	// written bit by bit and is not to be kept; nil = none is.
	Streams func(*http.Request) bool
	// MaxBody is the largest request body in bytes; 0 = 1 MB.
	MaxBody int64
	// MaxFile is the most bytes that the handler wants of one file; 0 = the route
	// takes no file beyond MaxBody. Of a longer file it is given one byte more
	// than that, so that it can say so and keep what was typed around the file.
	MaxFile int64
	// AnyText lets form values through that are no readable text, for a handler
	// that cleans them and keeps every other answer.
	AnyText bool
	// Limit is how often one neighbourhood of addresses may use the route; ""
	// leaves it free.
	Limit Limit
}

// Limit is a class of requests that are counted together.
type Limit string

// The limits. How many requests each one allows is the server's affair.
const (
	LimitSignIn  Limit = "sign-in" // ask for a link, try a code
	LimitDraft   Limit = "draft"   // begin a draft
	LimitSave    Limit = "save"    // save a step of a form
	LimitUpload  Limit = "upload"  // send a file
	LimitSuggest Limit = "suggest" // suggest an organisation
	LimitMessage Limit = "message" // write to the team
	LimitSearch  Limit = "search"  // search in full text
	LimitProgram Limit = "program" // ask the interfaces for programs
)

// Both gives a page its Italian and its English path.
func Both(italian, english string) map[i18n.Language]string {
	return map[i18n.Language]string{i18n.Italian: italian, i18n.English: english}
}

// Only gives one path for every language: files, tokens, the team's desk.
func Only(path string) map[i18n.Language]string {
	return map[i18n.Language]string{i18n.Italian: path}
}
