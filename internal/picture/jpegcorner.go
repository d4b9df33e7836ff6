package picture

import (
	"encoding/binary"
	"image"
)

// A JPEG is made of blocks of 8 × 8 pixels, each written as 64 waves from coarse
// to fine. Where a picture becomes an eighth, a quarter or half as large, the
// coarse ones are enough: the corner of 1, 2 × 2 or 4 × 4 waves. A progressive
// JPEG is written in many passes over the whole picture, so that all corners are
// held until the end: image/jpeg holds 64 numbers of 4 bytes for each block, this
// 1 to 16 of 2 bytes, and one bit for each wave.

// maxScans is more passes than any camera or program writes. A pass of a few bytes
// can go through all blocks, so that without a bound a small file takes hours.
const maxScans = 64

// jpegCorners reads a JPEG and holds the corner of each block.
type jpegCorners struct {
	raw           []byte
	at            int
	width, height int
	progressive   bool
	side          int // of a corner: 1, 2, 4, or 8 for the whole block
	parts         []jpegPart
	across, down  int // how many blocks a unit of all parts has at most
	step          [4][64]float32
	code          [2][4]*jpegCode
	interval      int     // units between restarts, 0 = none
	place         [64]int // of each wave in its corner, -1 = not held
}

// jpegPart is brightness or one of the two colours.
type jpegPart struct {
	id, table    byte
	across, down int // blocks of a unit
	columns      int // of blocks, in whole units
	ownColumns   int // of blocks that hold pixels
	ownRows      int
	corner       []int16
	waves        []uint64 // of each block, which waves are not zero
	former       int      // the level of the block before
	codes        [2]*jpegCode
}

// jpegPlain reports whether corners can be read of the file: brightness, or
// brightness and two colours, as almost all files are.
func jpegPlain(raw []byte) bool {
	frame, _ := jpegFrame(raw)
	_, ok := newJPEGCorners(raw, frame, false)
	return ok && !jpegIsRGB(raw, frame)
}

// newJPEGCorners reads what the frame says.
func newJPEGCorners(raw, frame []byte, progressive bool) (*jpegCorners, bool) {
	if len(frame) < 6 || frame[0] != 8 {
		return nil, false
	}
	n := int(frame[5])
	if n != 1 && n != 3 || len(frame) != 6+3*n {
		return nil, false
	}
	j := &jpegCorners{raw: raw, at: 2, progressive: progressive, parts: make([]jpegPart, n)}
	j.height, j.width = int(binary.BigEndian.Uint16(frame[1:])), int(binary.BigEndian.Uint16(frame[3:]))
	for i := range j.parts {
		id, sampling, table := frame[6+3*i], frame[7+3*i], frame[8+3*i]
		p := jpegPart{id: id, table: table, across: int(sampling >> 4), down: int(sampling & 15)}
		if n == 1 {
			p.across, p.down = 1, 1 // one part is written block after block
		}
		if table > 3 || !samplingAllowed(p.across) || !samplingAllowed(p.down) {
			return nil, false
		}
		j.across, j.down = max(j.across, p.across), max(j.down, p.down)
		j.parts[i] = p
	}
	return j, j.width > 0 && j.height > 0
}

func samplingAllowed(n int) bool { return n == 1 || n == 2 || n == 4 }

// shrinkJPEG reads a plain JPEG and returns it with its longest side at most side
// pixels long.
func shrinkJPEG(raw []byte, side int) (*image.RGBA, error) {
	frame, progressive := jpegFrame(raw)
	j, ok := newJPEGCorners(raw, frame, progressive)
	if !ok || int64(j.width)*int64(j.height) > MaxPixels {
		return nil, errJPEG
	}
	j.open(side)
	if err := j.read(); err != nil {
		return nil, err
	}
	return j.draw(side), nil
}

// open takes the smallest corner from which the picture can be drawn without
// being enlarged, or the largest for which there is room.
func (j *jpegCorners) open(side int) {
	j.side = 1
	for j.side < 8 && max(j.width, j.height)*j.side/8 < side {
		j.side *= 2
	}
	blocks := 0
	for i := range j.parts {
		p := &j.parts[i]
		p.columns = ceil(j.width, 8*j.across) * p.across
		p.ownColumns = ceil(ceil(j.width*p.across, j.across), 8)
		p.ownRows = ceil(ceil(j.height*p.down, j.down), 8)
		blocks += p.columns * ceil(j.height, 8*j.down) * p.down
	}
	for j.side > 1 && blocks*(2*j.side*j.side+8) > maxDecoded {
		j.side /= 2
	}
	for i := range j.place {
		column, row := waveAt(i)
		j.place[i] = -1
		if column < j.side && row < j.side {
			j.place[i] = row*j.side + column
		}
	}
	for i := range j.parts {
		p := &j.parts[i]
		n := p.columns * ceil(j.height, 8*j.down) * p.down
		p.corner = make([]int16, n*j.side*j.side)
		if j.progressive {
			p.waves = make([]uint64, n)
		}
	}
}

func ceil(a, b int) int { return (a + b - 1) / b }

// waveAt returns the column and row of the n-th wave of a block. They are written
// diagonal by diagonal, from the corner (ITU-T T.81, figure 5).
func waveAt(n int) (column, row int) {
	for d := 0; ; d++ {
		first := max(0, d-7)
		length := min(d, 7) - first + 1
		if n < length {
			if d%2 == 0 {
				return first + n, d - first - n
			}
			return d - first - n, first + n
		}
		n -= length
	}
}

// read reads all segments up to the end of the picture.
func (j *jpegCorners) read() error {
	for scans := 0; ; {
		marker, body, err := j.segment()
		switch {
		case err != nil:
			return err
		case marker == 0xD9 && scans > 0:
			return nil
		case marker == 0xDB:
			err = j.steps(body)
		case marker == 0xC4:
			err = j.codes(body)
		case marker == 0xDD && len(body) == 2:
			j.interval = int(binary.BigEndian.Uint16(body))
		case marker == 0xDA && scans < maxScans:
			scans++
			err = j.scan(body)
		case marker == 0xDA || marker == 0xD9 || marker == 0xDC:
			err = errJPEG
		}
		if err != nil {
			return err
		}
	}
}

// segment returns the next segment. What stands between the bits of a scan and the
// next marker is left out.
func (j *jpegCorners) segment() (marker byte, body []byte, err error) {
	for j.at+1 < len(j.raw) && (j.raw[j.at] != 0xFF || j.raw[j.at+1] == 0xFF || j.raw[j.at+1] == 0 || j.raw[j.at+1]&0xF8 == 0xD0) {
		j.at++
	}
	if j.at+1 >= len(j.raw) {
		return 0, nil, errJPEG
	}
	marker = j.raw[j.at+1]
	if marker == 0xD9 {
		return marker, nil, nil
	}
	if j.at+4 > len(j.raw) {
		return 0, nil, errJPEG
	}
	length := int(binary.BigEndian.Uint16(j.raw[j.at+2:]))
	if length < 2 || j.at+2+length > len(j.raw) {
		return 0, nil, errJPEG
	}
	body = j.raw[j.at+4 : j.at+2+length]
	j.at += 2 + length
	return marker, body, nil
}
