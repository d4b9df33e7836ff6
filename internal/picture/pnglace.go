package picture

import (
	"image"
	"io"
)

// An interlaced PNG comes in seven passes, each of which fills gaps between the
// pixels of those before. After the first there is one pixel in eight of each row
// and column, after the third one in four, after the fifth one in two: a smaller
// picture, for which the rest need not be held.

// pngPass is where the first pixel of a pass stands, and how far the next ones are.
type pngPass struct{ left, top, right, down int }

// pngPasses are the seven passes (PNG specification, 8.2, Adam7).
func pngPasses() []pngPass {
	return []pngPass{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
}

// enough returns one pixel in how many of each row is enough for a picture of that
// side, and how many passes bring them; fewer where there is no room for so many.
func (p *pngRows) enough(side int) (gap, passes int) {
	gap, passes = 1, 7
	longest := max(p.width, p.height)
	for gap < 8 && (longest/(2*gap) >= side || 4*int64(p.width/gap)*int64(p.height/gap) > maxDecoded) {
		gap, passes = 2*gap, passes-2
	}
	return gap, passes
}

// unlace reads all passes, holds as many as are enough, and returns the picture
// with its longest side at most side pixels long.
func (p *pngRows) unlace(unpacked io.Reader, side int) (*image.RGBA, error) {
	gap, passes := p.enough(side)
	width, height := p.width, p.height
	out := image.NewRGBA(image.Rect(0, 0, ceil(width, gap), ceil(height, gap)))
	for n, pass := range pngPasses() {
		if width <= pass.left || height <= pass.top {
			continue
		}
		p.begin(ceil(width-pass.left, pass.right))
		for y := pass.top; y < height; y += pass.down {
			if err := p.read(unpacked); err != nil {
				return nil, err
			}
			if n >= passes {
				continue
			}
			line := out.Pix[y/gap*out.Stride:]
			for i := range p.width {
				copy(line[4*((pass.left+i*pass.right)/gap):][:4], p.pix[4*i:])
			}
		}
	}
	return shrink(out, side), p.end(unpacked)
}
