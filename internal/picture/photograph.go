package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	stddraw "image/draw"
	"image/jpeg"

	"github.com/gabriel-vasile/mimetype"

	"telaio/internal/fault"
)

// PhotographSide is the longest side of a photograph in pixels: a page of text
// that was photographed can still be read.
const PhotographSide = 1800

// photographQuality is that of the JPEG, from 1 to 100.
const photographQuality = 82

// Recognised reports whether the bytes are of a kind of picture that is taken.
func Recognised(raw []byte) bool {
	_, ok := formats()[mimetype.Detect(raw).String()]
	return ok
}

// Photograph returns an uploaded picture drawn anew as JPEG, upright and without
// anything that a camera notes beside the pixels. It refuses and waits as Logo
// does.
func (m *Maker) Photograph(ctx context.Context, raw []byte) ([]byte, error) {
	header, err := inspect(raw)
	if err != nil {
		return nil, err
	}
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Unavailable, "picture.busy", ctx.Err())
	}
	read, err := header.read(raw, PhotographSide)
	if err != nil {
		return nil, err
	}
	drawn := upright(read, header.orientation)
	paper := image.NewRGBA(drawn.Bounds())
	stddraw.Draw(paper, paper.Bounds(), image.White, image.Point{}, stddraw.Src)
	stddraw.Draw(paper, paper.Bounds(), drawn, drawn.Bounds().Min, stddraw.Over)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, paper, &jpeg.Options{Quality: photographQuality}); err != nil {
		return nil, fmt.Errorf("encode a photograph: %w", err)
	}
	return b.Bytes(), nil
}
