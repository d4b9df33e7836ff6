package picture

import (
	"encoding/binary"
	"errors"
)

var errJPEG = errors.New("not a whole JPEG")

// jpegBits reads the bits of a scan. A zero that follows 255 is stuffing and is
// left out; at the next marker zeros are made up, and consumed says whether any
// of them was used.
type jpegBits struct {
	raw    []byte
	at     int
	word   uint64 // the bits that come next, from the top
	count  int    // of the bits in word
	madeUp int    // of these, at the end
}

// fill makes sure that there are at least 32 bits.
func (b *jpegBits) fill() {
	for b.count <= 56 {
		var next byte
		switch {
		case b.at+1 < len(b.raw) && b.raw[b.at] != 0xFF:
			next = b.raw[b.at]
			b.at++
		case b.at+1 < len(b.raw) && b.raw[b.at+1] == 0:
			next = 0xFF
			b.at += 2
		default:
			b.madeUp += 8
		}
		b.word |= uint64(next) << (56 - b.count)
		b.count += 8
	}
}

// consumed reports whether bits were used that are not in the file.
func (b *jpegBits) consumed() bool { return b.count < b.madeUp }

// take returns the next n bits, at most 16.
func (b *jpegBits) take(n int) int {
	if n == 0 {
		return 0
	}
	if b.count < 16 {
		b.fill()
	}
	v := int(b.word >> (64 - n))
	b.word <<= n
	b.count -= n
	return v
}

// number returns the number that n bits stand for: half of them are negative
// (ITU-T T.81, F.2.2.1, EXTEND).
func (b *jpegBits) number(n int) int {
	v := b.take(n)
	if n > 0 && v < 1<<(n-1) {
		v += 1 - 1<<n
	}
	return v
}

// restart goes on after the next marker, which must be a restart marker.
func (b *jpegBits) restart() error {
	b.word, b.count, b.madeUp = 0, 0, 0
	for b.at+1 < len(b.raw) && b.raw[b.at] == 0xFF && b.raw[b.at+1] == 0xFF {
		b.at++
	}
	if b.at+1 >= len(b.raw) || b.raw[b.at] != 0xFF || b.raw[b.at+1]&0xF8 != 0xD0 {
		return errJPEG
	}
	b.at += 2
	return nil
}

// jpegCode is a Huffman code: what 16 bits begin with, and how long that is.
type jpegCode struct {
	quick [256]uint16 // by the first 8 bits: value and length; 0 = the code is longer
	last  [17]int     // the highest code of each length, shifted to 16 bits; -1 = none
	delta [17]int     // from a code of that length to its place among the values
	value []byte
}

// newJPEGCode makes a code of the numbers of codes of each length, and of what
// they stand for (ITU-T T.81, C.2).
func newJPEGCode(counts, values []byte) (*jpegCode, error) {
	c := &jpegCode{value: values}
	code, place := 0, 0
	for length := 1; length <= 16; length++ {
		n := int(counts[length-1])
		c.delta[length], c.last[length] = place-code, -1
		if code+n > 1<<length {
			return nil, errJPEG
		}
		for i := 0; i < n && length <= 8; i++ {
			first := (code + i) << (8 - length)
			for j := range 1 << (8 - length) {
				c.quick[first+j] = uint16(values[place+i])<<8 | uint16(length)
			}
		}
		code, place = code+n, place+n
		if n > 0 {
			c.last[length] = (code-1)<<(16-length) | (1<<(16-length) - 1)
		}
		code <<= 1
	}
	return c, nil
}

// next returns what the next code stands for.
func (c *jpegCode) next(b *jpegBits) (int, error) {
	if b.count < 16 {
		b.fill()
	}
	if quick := c.quick[b.word>>56]; quick != 0 {
		b.word <<= quick & 255
		b.count -= int(quick & 255)
		return int(quick >> 8), nil
	}
	bits := int(b.word >> 48)
	for length := 1; length <= 16; length++ {
		if bits > c.last[length] {
			continue
		}
		b.word <<= length
		b.count -= length
		return int(c.value[bits>>(16-length)+c.delta[length]]), nil
	}
	return 0, errJPEG
}

// codes reads a table of Huffman codes (ITU-T T.81, B.2.4.2).
func (j *jpegCorners) codes(body []byte) error {
	for len(body) > 0 {
		if len(body) < 17 || body[0]>>4 > 1 || body[0]&15 > 3 {
			return errJPEG
		}
		n := 0
		for _, count := range body[1:17] {
			n += int(count)
		}
		if n == 0 || n > 256 || len(body) < 17+n {
			return errJPEG
		}
		code, err := newJPEGCode(body[1:17], body[17:17+n])
		if err != nil {
			return err
		}
		j.code[body[0]>>4][body[0]&15] = code
		body = body[17+n:]
	}
	return nil
}

// steps reads tables of quantization (ITU-T T.81, B.2.4.1).
func (j *jpegCorners) steps(body []byte) error {
	for len(body) > 0 {
		wide, table := body[0]>>4, body[0]&15
		size := 64 * (1 + int(wide))
		if wide > 1 || table > 3 || len(body) < 1+size {
			return errJPEG
		}
		for i := range 64 {
			if wide == 0 {
				j.step[table][i] = float32(body[1+i])
			} else {
				j.step[table][i] = float32(binary.BigEndian.Uint16(body[1+2*i:]))
			}
		}
		body = body[1+size:]
	}
	return nil
}
