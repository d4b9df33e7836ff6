package picture

import "bytes"

// times multiplies a colour with an opacity.
func times(colour, alpha byte) byte { return byte((int(colour)*int(alpha) + 127) / 255) }

// paint writes the row's pixels as four bytes each.
func (p *pngRows) paint(row []byte) error {
	switch {
	case p.depth < 8:
		return p.paintSmall(row)
	case p.kind == pngPalette:
		for x, index := range row {
			if int(index) >= p.colours {
				return errPNG
			}
			copy(p.pix[4*x:], p.palette[index][:])
		}
		return nil
	}
	size := p.depth / 8 // bytes of a sample, of which the first counts
	samples := len(row) / size / p.width
	for x := range p.width {
		in, out := row[x*samples*size:][:samples*size], p.pix[4*x:4*x+4:4*x+4]
		alpha := byte(255)
		switch {
		case p.kind == pngGrayAlpha || p.kind == pngRGBA:
			alpha = in[(samples-1)*size]
		case p.hides(in):
			alpha = 0
		}
		r, g, b := in[0], in[0], in[0]
		if samples >= 3 {
			g, b = in[size], in[2*size]
		}
		if alpha != 255 {
			r, g, b = times(r, alpha), times(g, alpha), times(b, alpha)
		}
		out[0], out[1], out[2], out[3] = r, g, b, alpha
	}
	return nil
}

// hides reports whether the pixel has the one colour that is transparent. That
// is written with two bytes for each sample.
func (p *pngRows) hides(pixel []byte) bool {
	if p.hidden == nil {
		return false
	}
	if p.depth == 16 {
		return bytes.Equal(pixel, p.hidden)
	}
	for i, v := range pixel {
		if p.hidden[2*i] != 0 || p.hidden[2*i+1] != v {
			return false
		}
	}
	return true
}

// paintSmall is paint for samples of less than a byte.
func (p *pngRows) paintSmall(row []byte) error {
	most := byte(1)<<p.depth - 1
	for x := range p.width {
		bit := x * p.depth
		v := row[bit/8] >> (8 - p.depth - bit%8) & most
		switch {
		case p.kind == pngPalette && int(v) >= p.colours:
			return errPNG
		case p.kind == pngPalette:
			copy(p.pix[4*x:], p.palette[v][:])
		case p.hides([]byte{v}):
			copy(p.pix[4*x:], []byte{0, 0, 0, 0})
		default:
			gray := v * (255 / most)
			copy(p.pix[4*x:], []byte{gray, gray, gray, 255})
		}
	}
	return nil
}
