// Package attachment takes the files that people attach as evidence: a picture,
// which is drawn anew, or a PDF, which is kept as it is and never opened here.
package attachment

import (
	"context"
	"path"
	"strings"
	"unicode/utf8"

	"telaio/internal/fault"
	"telaio/internal/picture"
)

// The limits of an upload.
const (
	MaxPDF   = 10 << 20 // bytes
	MaxBytes = MaxPDF   // of any file; a picture may have picture.MaxBytes
	maxName  = 100      // characters of a file's name
)

// Kind is what an attachment is, and the end of its file's name.
type Kind string

// The kinds.
const (
	PDF     Kind = ".pdf"
	Picture Kind = ".jpg"
)

// ContentType returns the kind's media type, the one of unknown bytes for any
// other kind.
func (k Kind) ContentType() string {
	switch k {
	case PDF:
		return "application/pdf"
	case Picture:
		return "image/jpeg"
	default:
		return "application/octet-stream"
	}
}

// KindOf returns the kind that a kept file's name says.
func KindOf(name string) Kind { return Kind(strings.ToLower(path.Ext(name))) }

// Attachment is a file that can be kept.
type Attachment struct {
	Name    string // as the person called it, with the end that its kind has
	Content []byte
}

// Taker takes files. Its pictures are drawn one at a time.
type Taker struct{ Pictures *picture.Maker }

// Take returns the attachment of an uploaded file. What cannot be taken comes
// back as fault.Invalid or fault.TooLarge with a sentence for the person.
func (t Taker) Take(ctx context.Context, name string, raw []byte) (Attachment, error) {
	if looksLikePDF(raw) {
		if err := checkPDF(raw); err != nil {
			return Attachment{}, err
		}
		return Attachment{Name: rename(name, PDF), Content: raw}, nil
	}
	drawn, err := t.Pictures.Photograph(ctx, raw)
	if fault.KindOf(err) == fault.Invalid && !picture.Recognised(raw) {
		return Attachment{}, fault.New(fault.Invalid, "attachment.wrong_type")
	}
	if err != nil {
		return Attachment{}, err
	}
	return Attachment{Name: rename(name, Picture), Content: drawn}, nil
}

// rename keeps of the person's name for the file what every system can write,
// and gives it the end of its kind.
func rename(name string, kind Kind) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	if name == "" {
		name = "file"
	}
	return name + string(kind)
}
