package participation

import (
	"context"
	"io"
	"time"

	"telaio/internal/clock"
	"telaio/internal/intake"
	"telaio/internal/letter"
	"telaio/internal/picture"
	"telaio/internal/questionnaire"
)

// UseCases are what a person can do on the way in, with what they need.
type UseCases struct {
	Store          Store
	People         People
	Outbox         letter.Outbox
	Questionnaires Questionnaires
	Towns          Towns
	Files          Files
	Pictures       *picture.Maker
	Notices        Notices
	Links          Links
	Clock          clock.Clock
	// Directory finds what may be on the atlas already; nil asks nobody.
	Directory Directory
	// MostWaiting is how many submissions may wait for the team at once. Beyond
	// it nothing can be sent, but every draft goes on being saved.
	MostWaiting int
}

// Questionnaires gives one version of a questionnaire, the newest for 0.
type Questionnaires interface {
	Questionnaire(id string, version int) (*questionnaire.Definition, bool)
}

// Towns are the municipalities that a typed name may stand for.
type Towns interface {
	questionnaire.Gazetteer
	intake.Municipalities
}

// Files keeps uploaded pictures.
type Files interface {
	Put(ctx context.Context, content []byte) (id string, err error)
	PutVariant(ctx context.Context, id, variant string, content []byte) error
	Open(ctx context.Context, id, variant string) (io.ReadSeekCloser, error)
	// Keep makes sure that a file that is named again is not removed as left over,
	// and reports whether it is there.
	Keep(ctx context.Context, id string) (bool, error)
}

// Notice names the text on which consents are given.
type Notice struct {
	Version string
	Hash    string // SHA-256 of the text in hex
}

// Notices gives the notice in the language that a participant reads.
type Notices interface {
	Notice(language string) Notice
}

// Links are the addresses of the pages that mails lead to.
type Links interface {
	Resume(language, token string) string
	Confirm(language, token string) string
	Status(language, token string) string
}

// SmallLogo is the variant of a logo's file that is picture.SmallSide wide.
const SmallLogo = "128"

func (u UseCases) now() time.Time { return u.Clock.Now() }
