package picture

import (
	"image"
	stddraw "image/draw"
	"math"
)

// shrinker makes a picture smaller while its rows come in, one after the other:
// each new pixel is the mean of the area that it covers. It holds the new picture
// and one row.
type shrinker struct {
	width, height int // of the original
	out           *image.RGBA
	across        []float64 // where each new column begins in the original; one more for the end
	row           []float64 // the new row's columns, of one row of the original
	sum           []float64 // the new row so far
	at            int       // the row of the original that comes next
	line          int       // the new row that is being made
}

func newShrinker(width, height, newWidth, newHeight int) *shrinker {
	s := &shrinker{
		width: width, height: height, out: image.NewRGBA(image.Rect(0, 0, newWidth, newHeight)),
		across: make([]float64, newWidth+1), row: make([]float64, 4*newWidth), sum: make([]float64, 4*newWidth),
	}
	for x := range s.across {
		s.across[x] = float64(x) * float64(width) / float64(newWidth)
	}
	return s
}

// take adds a row of the original: four bytes a pixel, the colours multiplied
// with the opacity.
func (s *shrinker) take(pix []byte) {
	s.narrow(pix)
	newHeight := s.out.Rect.Dy()
	begin, end := float64(s.at), float64(s.at+1)
	s.at++
	for begin < end && s.line < newHeight {
		border := float64(s.line+1) * float64(s.height) / float64(newHeight)
		last := s.line == newHeight-1
		part := min(end, border) - begin
		if last {
			part = end - begin
		}
		for i, v := range s.row {
			s.sum[i] += v * part
		}
		begin += part
		if !last && border <= end || last && s.at == s.height {
			s.finish()
		}
	}
}

// narrow sums the row up by new columns.
func (s *shrinker) narrow(pix []byte) {
	for x := range len(s.across) - 1 {
		left, right := s.across[x], s.across[x+1]
		first, past := int(left), min(int(right), s.width)
		var r, g, b, a int
		for i := 4 * first; i < 4*past; i += 4 {
			p := pix[i : i+4 : i+4]
			r, g, b, a = r+int(p[0]), g+int(p[1]), b+int(p[2]), a+int(p[3])
		}
		to := s.row[4*x : 4*x+4 : 4*x+4]
		to[0], to[1], to[2], to[3] = float64(r), float64(g), float64(b), float64(a)
		s.edge(to, pix, first, -(left - float64(first)))
		if past < s.width {
			s.edge(to, pix, past, right-float64(past))
		}
	}
}

// edge adds a part of one pixel.
func (s *shrinker) edge(to []float64, pix []byte, at int, part float64) {
	if part == 0 {
		return
	}
	for c := range 4 {
		to[c] += part * float64(pix[4*at+c])
	}
}

// finish writes the new row and begins the next one.
func (s *shrinker) finish() {
	newWidth, newHeight := s.out.Rect.Dx(), s.out.Rect.Dy()
	area := float64(s.width) / float64(newWidth) * float64(s.height) / float64(newHeight)
	pix := s.out.Pix[s.line*s.out.Stride:]
	for i, v := range s.sum {
		pix[i] = byte(min(255, math.Round(max(0, v/area))))
		s.sum[i] = 0
	}
	s.line++
}

// stripHeight is how many rows of a picture are drawn at a time.
const stripHeight = 16

// shrink returns the picture with its longest side at most side pixels long.
func shrink(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	width, height := fitted(b.Dx(), b.Dy(), side)
	s := newShrinker(b.Dx(), b.Dy(), width, height)
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), min(stripHeight, b.Dy())))
	for y := 0; y < b.Dy(); y += strip.Rect.Dy() {
		stddraw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), stddraw.Src)
		for n := range min(strip.Rect.Dy(), b.Dy()-y) {
			s.take(strip.Pix[n*strip.Stride:][:strip.Stride])
		}
	}
	return s.out
}
