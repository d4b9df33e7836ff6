package web

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/klauspost/compress/s2"

	"telaio/internal/i18n"
)

// pageKind is what pages that look alike have in common.
type pageKind struct {
	route, contentType string
	language           i18n.Language
	theme              string
}

// pattern is the first page of a kind. Others are folded to what differs from
// it: a page of an organisation of 18 KB becomes one of 3.
type pattern struct {
	header http.Header
	common *s2.Dict // nil = the page is too short to have anything in common with
}

func newPattern(header http.Header, plain []byte) *pattern {
	return &pattern{header, s2.MakeDict(bytes.Clone(plain), nil)}
}

// rooms are what pages are folded and unfolded in.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

func (p *pattern) fold(plain []byte) []byte {
	if p.common == nil {
		return bytes.Clone(plain)
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	if most := s2.MaxEncodedLen(len(plain)); cap(*room) < most {
		*room = make([]byte, most)
	}
	return bytes.Clone(p.common.Encode(*room, plain)) // without room to spare: it is kept
}

// unfold calls do with the page, which is there only as long as do takes. What
// is folded is our own, so that it cannot fail.
func (p *pattern) unfold(folded []byte, do func(plain []byte)) {
	if p.common == nil {
		do(folded)
		return
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	plain, err := p.common.Decode(*room, folded)
	if err != nil {
		panic(err)
	}
	*room = plain
	do(plain)
}
