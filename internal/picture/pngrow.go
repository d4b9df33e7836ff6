package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"io"
)

// A PNG is a stream of rows. Read one by one, a picture of 40 megapixels takes two
// rows of memory, where image/png takes 160 MB. For an interlaced one see
// pnglace.go.

var errPNG = errors.New("not a whole PNG")

// The kinds of colour of a PNG.
const (
	pngGray      = 0
	pngRGB       = 2
	pngPalette   = 3
	pngGrayAlpha = 4
	pngRGBA      = 6
)

// pngHeaderSize is the length of everything before the first chunk's content.
const pngHeaderSize = 8 + 8

// pngByRows reports whether a PNG can be read row by row.
func pngByRows(raw []byte) bool { return len(raw) >= pngHeaderSize+13 }

// pngRows reads the rows of a PNG.
type pngRows struct {
	chunks        pngChunks
	width, height int
	depth         int // bits of a sample
	samples       int // of a pixel
	kind          byte
	laced         bool         // the rows come in seven passes
	palette       [256][4]byte // colours multiplied with their opacity
	colours       int          // of the palette
	hidden        []byte       // tRNS: the one colour that is transparent
	row, former   []byte       // as they are written, without their filter
	pix           []byte       // four bytes a pixel
}

// pngChunks reads the content of a PNG's chunks.
type pngChunks struct {
	rest []byte
	body []byte // of the IDAT that is being read
}

// next returns the next chunk, after it has checked its sum.
func (c *pngChunks) next() (kind string, body []byte, err error) {
	if len(c.rest) < 12 {
		return "", nil, errPNG
	}
	size := int64(binary.BigEndian.Uint32(c.rest))
	if size > int64(len(c.rest)-12) {
		return "", nil, errPNG
	}
	checked := c.rest[4 : 8+size]
	if crc32.ChecksumIEEE(checked) != binary.BigEndian.Uint32(c.rest[8+size:]) {
		return "", nil, errPNG
	}
	c.rest = c.rest[12+size:]
	return string(checked[:4]), checked[4:], nil
}

// Read reads the content of the IDAT chunks, which follow each other.
func (c *pngChunks) Read(to []byte) (int, error) {
	for len(c.body) == 0 {
		if len(c.rest) < 8 || string(c.rest[4:8]) != "IDAT" {
			return 0, io.EOF
		}
		_, body, err := c.next()
		if err != nil {
			return 0, err
		}
		c.body = body
	}
	n := copy(to, c.body)
	c.body = c.body[n:]
	return n, nil
}

// ReadByte lets the decompressor read without a buffer of its own.
func (c *pngChunks) ReadByte() (byte, error) {
	var one [1]byte
	_, err := c.Read(one[:])
	return one[0], err
}

// shrinkPNG reads a PNG and returns it with its longest side at most side pixels
// long.
func shrinkPNG(raw []byte, side int) (*image.RGBA, error) {
	p := &pngRows{chunks: pngChunks{rest: raw[min(8, len(raw)):]}}
	if err := p.open(); err != nil {
		return nil, err
	}
	unpacked, err := zlib.NewReader(&p.chunks)
	if err != nil {
		return nil, err
	}
	if p.laced {
		return p.unlace(unpacked, side)
	}
	width, height := fitted(p.width, p.height, side)
	s := newShrinker(p.width, p.height, width, height)
	for range p.height {
		if err := p.read(unpacked); err != nil {
			return nil, err
		}
		s.take(p.pix)
	}
	return s.out, p.end(unpacked)
}

// open reads everything before the pixels.
func (p *pngRows) open() error {
	kind, body, err := p.chunks.next()
	if err != nil || kind != "IHDR" || len(body) != 13 || body[10] != 0 || body[11] != 0 || body[12] > 1 {
		return errors.Join(errPNG, err)
	}
	p.width, p.height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
	p.depth, p.kind, p.laced = int(body[8]), body[9], body[12] == 1
	p.samples = map[byte]int{pngGray: 1, pngRGB: 3, pngPalette: 1, pngGrayAlpha: 2, pngRGBA: 4}[p.kind]
	if p.width < 1 || p.height < 1 || int64(p.width)*int64(p.height) > MaxPixels || p.samples == 0 || !depthAllowed(p.kind, p.depth) {
		return errPNG
	}
	p.begin(p.width)
	for len(p.chunks.rest) >= 8 && string(p.chunks.rest[4:8]) != "IDAT" {
		if kind, body, err = p.chunks.next(); err != nil {
			return err
		}
		if err := p.note(kind, body); err != nil {
			return err
		}
	}
	if p.kind == pngPalette && p.colours == 0 {
		return errPNG
	}
	return nil
}

// begin makes room for rows of that many pixels, with nothing above the first.
func (p *pngRows) begin(width int) {
	size := (width*p.samples*p.depth + 7) / 8
	p.width, p.row, p.former, p.pix = width, make([]byte, size+1), make([]byte, size+1), make([]byte, 4*width)
}

func depthAllowed(kind byte, depth int) bool {
	switch depth {
	case 1, 2, 4:
		return kind == pngGray || kind == pngPalette
	case 8:
		return true
	case 16:
		return kind != pngPalette
	default:
		return false
	}
}

// note takes what a chunk says of the colours.
func (p *pngRows) note(kind string, body []byte) error {
	switch {
	case kind == "IEND" || kind == "IHDR":
		return errPNG
	case kind == "PLTE" && p.kind == pngPalette:
		if len(body) == 0 || len(body)%3 != 0 || len(body) > 3*256 || p.colours > 0 {
			return errPNG
		}
		p.colours = len(body) / 3
		for i := range p.colours {
			p.palette[i] = [4]byte{body[3*i], body[3*i+1], body[3*i+2], 255}
		}
	case kind == "tRNS" && p.kind == pngPalette:
		if len(body) > p.colours {
			return errPNG
		}
		for i, alpha := range body {
			c := p.palette[i]
			p.palette[i] = [4]byte{times(c[0], alpha), times(c[1], alpha), times(c[2], alpha), alpha}
		}
	case kind == "tRNS" && (p.kind == pngGray && len(body) == 2 || p.kind == pngRGB && len(body) == 6):
		p.hidden = bytes.Clone(body)
	case kind == "tRNS":
		return errPNG
	}
	return nil
}

// end makes sure that the file ends as it should.
func (p *pngRows) end(unpacked io.Reader) error {
	if n, err := io.ReadFull(unpacked, make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		return errors.Join(errPNG, err)
	}
	if len(p.chunks.body) > 0 {
		return errPNG
	}
	for {
		kind, _, err := p.chunks.next()
		if err != nil || kind == "IEND" {
			return err
		}
	}
}

// read reads the next row into pix.
func (p *pngRows) read(unpacked io.Reader) error {
	p.row, p.former = p.former, p.row
	if _, err := io.ReadFull(unpacked, p.row); err != nil {
		return err
	}
	step := max(1, (len(p.row)-1)*8/p.width/8)
	if !unfilter(p.row[0], p.row[1:], p.former[1:], step) {
		return errPNG
	}
	return p.paint(p.row[1:])
}

// unfilter undoes what made the row easier to compress: what stands there is the
// difference to the byte on the left, above, or a mixture (PNG specification, 9).
func unfilter(filter byte, row, above []byte, step int) bool {
	switch filter {
	case 0:
	case 1:
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	case 2:
		for i := range row {
			row[i] += above[i]
		}
	case 3:
		for i := range row {
			var left int
			if i >= step {
				left = int(row[i-step])
			}
			row[i] += byte((left + int(above[i])) / 2)
		}
	case 4:
		for i := range row {
			var left, corner int
			if i >= step {
				left, corner = int(row[i-step]), int(above[i-step])
			}
			row[i] += byte(paeth(left, int(above[i]), corner))
		}
	default:
		return false
	}
	return true
}

// paeth returns the neighbour that is nearest to left + up - corner.
func paeth(left, up, corner int) int {
	toLeft, toUp := up-corner, left-corner
	toCorner := toLeft + toUp
	toLeft, toUp, toCorner = max(toLeft, -toLeft), max(toUp, -toUp), max(toCorner, -toCorner)
	switch {
	case toLeft <= toUp && toLeft <= toCorner:
		return left
	case toUp <= toCorner:
		return up
	default:
		return corner
	}
}
