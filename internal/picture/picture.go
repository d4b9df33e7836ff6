// Package picture makes safe logos of uploaded files. It looks at the header
// before it decodes a single pixel, decodes only what fits the memory it may
// use, and draws the picture anew, so that metadata, trailing bytes and tricks
// of the original never reach a reader.
package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/image/webp"

	"telaio/internal/fault"
)

// The limits of an upload.
const (
	MaxBytes  = 5 << 20
	MaxPixels = 40_000_000
	// maxDecoded bounds the memory that decoding may take.
	maxDecoded = 64 << 20
	// manyPixels is from where on a PNG or JPEG is made smaller while it is read.
	// What has to be decoded as a whole, such as a lossless WebP or a JPEG in the
	// colours of print, is refused where maxDecoded is not enough.
	manyPixels = 2_000_000
)

// The sizes of a logo: the longest side in pixels. Small pictures stay small.
const (
	LargeSide = 512
	SmallSide = 128
)

// Logo is an uploaded picture, drawn anew as PNG in two sizes.
type Logo struct{ Large, Small []byte }

// Maker makes logos, one at a time, so that many uploads at once need no more
// memory than one.
type Maker struct{ turn chan struct{} }

// NewMaker returns a Maker that is ready to work.
func NewMaker() *Maker { return &Maker{turn: make(chan struct{}, 1)} }

// Logo returns the logo of an uploaded file. What cannot be taken comes back as
// fault.Invalid or fault.TooLarge with a sentence for the reader. It waits its
// turn for as long as ctx allows.
func (m *Maker) Logo(ctx context.Context, raw []byte) (Logo, error) {
	header, err := inspect(raw)
	if err != nil {
		return Logo{}, err
	}
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return Logo{}, fault.Wrap(fault.Unavailable, "picture.busy", ctx.Err())
	}
	return draw(header, raw)
}

func draw(h header, raw []byte) (Logo, error) {
	read, err := h.read(raw, LargeSide)
	if err != nil {
		return Logo{}, err
	}
	large := upright(read, h.orientation)
	logo := Logo{}
	if logo.Large, err = encode(large); err != nil {
		return Logo{}, err
	}
	if logo.Small, err = encode(fit(large, SmallSide)); err != nil {
		return Logo{}, err
	}
	return logo, nil
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("encode a logo: %w", err)
	}
	return b.Bytes(), nil
}

// header is what a file says of itself before its pixels.
type header struct {
	format      format
	orientation int // EXIF, 1…8
	shrinks     bool
}

// read returns the picture with its longest side at most side pixels long.
func (h header) read(raw []byte, side int) (*image.RGBA, error) {
	if h.shrinks {
		shrunk, err := h.format.shrink(raw, coarse(side))
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, "picture.broken", err)
		}
		return fit(shrunk, side), nil
	}
	decoded, err := h.format.decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "picture.broken", err)
	}
	return fit(decoded, side), nil
}

// inspect refuses what is no picture of ours, too many bytes, too many pixels
// or more than the memory allows, without decoding.
func inspect(raw []byte) (header, error) {
	if len(raw) > MaxBytes {
		return header{}, fault.New(fault.TooLarge, "picture.too_heavy")
	}
	f, ok := formats()[mimetype.Detect(raw).String()]
	if !ok {
		return header{}, fault.New(fault.Invalid, "picture.wrong_type")
	}
	config, err := f.config(bytes.NewReader(raw))
	if err != nil {
		return header{}, fault.Wrap(fault.Invalid, "picture.broken", err)
	}
	if config.Width < 1 || config.Height < 1 {
		return header{}, fault.New(fault.Invalid, "picture.broken")
	}
	pixels := int64(config.Width) * int64(config.Height)
	if pixels > MaxPixels {
		return header{}, fault.New(fault.TooLarge, "picture.too_many_pixels")
	}
	shrinks := pixels > manyPixels && f.shrinks(raw)
	if !shrinks && pixels*f.bytesPerTenPixels(raw, config)/10 > maxDecoded {
		return header{}, fault.New(fault.TooLarge, "picture.too_big_to_open")
	}
	return header{format: f, orientation: f.orientation(raw), shrinks: shrinks}, nil
}

// formats lists what is taken, by the type that the bytes themselves show.
func formats() map[string]format {
	return map[string]format{
		"image/png":  {decode: png.Decode, config: png.DecodeConfig, bytesPerTenPixels: pngBytes, orientation: upToDate, shrinks: pngByRows, shrink: shrinkPNG},
		"image/jpeg": {decode: jpeg.Decode, config: jpeg.DecodeConfig, bytesPerTenPixels: jpegBytes, orientation: jpegOrientation, shrinks: jpegPlain, shrink: shrinkJPEG},
		"image/webp": {decode: webp.Decode, config: webp.DecodeConfig, bytesPerTenPixels: webpBytes, orientation: webpOrientation, shrinks: never},
	}
}
