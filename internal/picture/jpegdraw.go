package picture

import (
	"image"
	"image/color"
	"math"
)

// draw makes the picture of the corners, with its longest side at most side
// pixels long.
func (j *jpegCorners) draw(side int) *image.RGBA {
	width, height := ceil(j.width*j.side, 8), ceil(j.height*j.side, 8)
	newWidth, newHeight := fitted(j.width, j.height, side)
	s := newShrinker(width, height, min(newWidth, width), min(newHeight, height))
	waves := j.waves()
	planes := make([][]byte, len(j.parts))
	for i, p := range j.parts {
		planes[i] = make([]byte, p.columns*j.side*p.down*j.side)
	}
	pix := make([]byte, 4*width)
	rows := j.down * j.side // of pixels, in a row of units
	for top := 0; top < height; top += rows {
		for i := range j.parts {
			j.unpack(&j.parts[i], top/rows, planes[i], waves)
		}
		for row := range min(rows, height-top) {
			j.paint(planes, row, pix)
			s.take(pix)
		}
	}
	return s.out
}

// waves returns what each wave adds to each pixel of a row: the inverse of the
// cosine transform of as many points as a corner has (ITU-T T.81, A.3.3).
func (j *jpegCorners) waves() (table [8][8]float32) {
	for x := range j.side {
		for u := range j.side {
			v := math.Cos(float64((2*x+1)*u)*math.Pi/float64(2*j.side)) / 2
			if u == 0 {
				v /= math.Sqrt2
			}
			table[x][u] = float32(v)
		}
	}
	return table
}

// unpack draws a part's blocks of one row of units.
func (j *jpegCorners) unpack(p *jpegPart, unitRow int, plane []byte, waves [8][8]float32) {
	n, stride := j.side, p.columns*j.side
	var step [64]float32 // in the order of the corner
	for i, place := range j.place {
		if place >= 0 {
			step[place] = j.step[p.table][i]
		}
	}
	for row := range p.down {
		for column := range p.columns {
			block := (unitRow*p.down+row)*p.columns + column
			corner := p.corner[block*n*n : (block+1)*n*n]
			j.transform(corner, &step, &waves, plane[row*n*stride+column*n:], stride)
		}
	}
}

// transform draws one block.
func (j *jpegCorners) transform(corner []int16, step *[64]float32, waves *[8][8]float32, to []byte, stride int) {
	n := j.side
	var half [64]float32 // the rows are done, the columns are not
	for v := range n {
		for x := range n {
			var sum float32
			for u := range n {
				sum += waves[x][u] * step[v*n+u] * float32(corner[v*n+u])
			}
			half[v*n+x] = sum
		}
	}
	for y := range n {
		for x := range n {
			sum := float32(128.5)
			for v := range n {
				sum += waves[y][v] * half[v*n+x]
			}
			to[y*stride+x] = byte(min(255, max(0, sum)))
		}
	}
}

// paint writes a row of the units as four bytes a pixel.
func (j *jpegCorners) paint(planes [][]byte, row int, pix []byte) {
	line := func(i int) []byte {
		p := j.parts[i]
		stride := p.columns * j.side
		return planes[i][row*p.down/j.down*stride:][:stride]
	}
	light := line(0)
	if len(planes) == 1 {
		for x := range len(pix) / 4 {
			v := light[x]
			pix[4*x], pix[4*x+1], pix[4*x+2], pix[4*x+3] = v, v, v, 255
		}
		return
	}
	blue, red := line(1), line(2)
	for x := range len(pix) / 4 {
		r, g, b := color.YCbCrToRGB(light[x*j.parts[0].across/j.across], blue[x*j.parts[1].across/j.across], red[x*j.parts[2].across/j.across])
		pix[4*x], pix[4*x+1], pix[4*x+2], pix[4*x+3] = r, g, b, 255
	}
}
