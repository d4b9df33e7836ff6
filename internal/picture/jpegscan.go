package picture

import "math/bits"

// jpegScan is one pass: which waves of which parts, and which of their bits.
type jpegScan struct {
	bits        jpegBits
	parts       []*jpegPart
	first, last int  // waves
	low         int  // the bit that this pass is about
	refines     bool // a higher bit was written before
	ended       int  // blocks that have nothing more in this pass
}

// scan reads one pass.
func (j *jpegCorners) scan(body []byte) error {
	s, err := j.newScan(body)
	if err != nil {
		return err
	}
	err = j.eachBlock(s, func(p *jpegPart, block int) error {
		var err error
		switch {
		case !j.progressive:
			err = j.whole(s, p, block)
		case s.first == 0:
			err = j.level(s, p, block)
		case s.refines:
			err = j.refine(s, p, block)
		default:
			err = j.first(s, p, block)
		}
		if err == nil && s.bits.consumed() {
			err = errJPEG
		}
		return err
	})
	j.at = s.bits.at
	return err
}

func (j *jpegCorners) newScan(body []byte) (*jpegScan, error) {
	if len(body) < 1 || body[0] < 1 || int(body[0]) > len(j.parts) || len(body) != 4+2*int(body[0]) {
		return nil, errJPEG
	}
	n := int(body[0])
	last := body[1+2*n:]
	s := &jpegScan{
		bits: jpegBits{raw: j.raw, at: j.at}, first: int(last[0]), last: int(last[1]), low: int(last[2] & 15), refines: last[2]>>4 != 0,
	}
	if !j.progressive {
		s.first, s.last, s.low, s.refines = 0, 63, 0, false
	}
	if s.first > s.last || s.last > 63 || s.low > 13 || j.progressive && (s.first == 0 && s.last > 0 || s.first > 0 && n > 1) {
		return nil, errJPEG
	}
	for i := range n {
		part := j.part(body[1+2*i])
		dc, ac := body[2+2*i]>>4, body[2+2*i]&15
		if part == nil || dc > 3 || ac > 3 {
			return nil, errJPEG
		}
		part.codes = [2]*jpegCode{j.code[0][dc], j.code[1][ac]}
		if s.first == 0 && !s.refines && part.codes[0] == nil || s.last > 0 && part.codes[1] == nil {
			return nil, errJPEG
		}
		s.parts = append(s.parts, part)
	}
	return s, nil
}

func (j *jpegCorners) part(id byte) *jpegPart {
	for i := range j.parts {
		if j.parts[i].id == id {
			return &j.parts[i]
		}
	}
	return nil
}

// eachBlock goes through the blocks in the order in which they are written: unit by
// unit, or block by block where the pass is about one part.
func (j *jpegCorners) eachBlock(s *jpegScan, visit func(p *jpegPart, block int) error) error {
	columns, rows := ceil(j.width, 8*j.across), ceil(j.height, 8*j.down)
	alone := len(s.parts) == 1
	if alone {
		columns, rows = s.parts[0].ownColumns, s.parts[0].ownRows
	}
	j.forget(s)
	for unit := range columns * rows {
		if j.interval > 0 && unit > 0 && unit%j.interval == 0 {
			if err := s.bits.restart(); err != nil {
				return err
			}
			j.forget(s)
		}
		column, row := unit%columns, unit/columns
		for _, p := range s.parts {
			across, down := p.across, p.down
			if alone {
				across, down = 1, 1
			}
			for i := range across * down {
				if err := visit(p, (row*down+i/across)*p.columns+column*across+i%across); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// forget begins anew, as at a restart.
func (j *jpegCorners) forget(s *jpegScan) {
	s.ended = 0
	for _, p := range s.parts {
		p.former = 0
	}
}

// keep adds to a wave, if its corner is held.
func (j *jpegCorners) keep(p *jpegPart, block, wave, by int) {
	if place := j.place[wave]; place >= 0 {
		p.corner[block*j.side*j.side+place] += int16(by)
	}
}

// whole reads a block that is written at once.
func (j *jpegCorners) whole(s *jpegScan, p *jpegPart, block int) error {
	if err := j.level(s, p, block); err != nil {
		return err
	}
	for wave := 1; wave < 64; wave++ {
		code, err := p.codes[1].next(&s.bits)
		if err != nil {
			return err
		}
		skip, size := code>>4, code&15
		if size == 0 && skip < 15 {
			return nil
		}
		if wave += skip; wave > 63 {
			return errJPEG
		}
		if size > 0 {
			j.keep(p, block, wave, s.bits.number(size))
		}
	}
	return nil
}

// level reads the level of a block: its difference from the block before, or one
// bit more of it.
func (j *jpegCorners) level(s *jpegScan, p *jpegPart, block int) error {
	if s.refines {
		p.corner[block*j.side*j.side] |= int16(s.bits.take(1) << s.low)
		return nil
	}
	size, err := p.codes[0].next(&s.bits)
	if err != nil || size > 16 {
		return errJPEG
	}
	p.former += s.bits.number(size)
	p.corner[block*j.side*j.side] = int16(p.former << s.low)
	return nil
}

// first reads the higher bits of waves that nothing has been said of before.
func (j *jpegCorners) first(s *jpegScan, p *jpegPart, block int) error {
	if s.ended > 0 {
		s.ended--
		return nil
	}
	for wave := s.first; wave <= s.last; wave++ {
		code, err := p.codes[1].next(&s.bits)
		if err != nil {
			return err
		}
		skip, size := code>>4, code&15
		if size == 0 && skip < 15 {
			s.ended = 1<<skip + s.bits.take(skip) - 1
			return nil
		}
		if wave += skip; wave > s.last {
			return errJPEG
		}
		if size > 0 {
			p.waves[block] |= 1 << wave
			j.keep(p, block, wave, s.bits.number(size)<<s.low)
		}
	}
	return nil
}

// refine reads one bit more of each wave that is not zero, and the waves that this
// bit takes away from zero (ITU-T T.81, G.1.2.3).
func (j *jpegCorners) refine(s *jpegScan, p *jpegPart, block int) error {
	wave := s.first
	for s.ended == 0 && wave <= s.last {
		code, err := p.codes[1].next(&s.bits)
		if err != nil {
			return err
		}
		skip, by := code>>4, 0
		switch {
		case code&15 > 1:
			return errJPEG
		case code&15 == 1:
			by = (2*s.bits.take(1) - 1) << s.low
		case skip < 15:
			s.ended = 1<<skip + s.bits.take(skip)
		}
		if s.ended > 0 {
			break
		}
		if wave = j.correct(s, p, block, wave, skip); wave > s.last {
			return errJPEG
		}
		if by != 0 {
			p.waves[block] |= 1 << wave
			j.keep(p, block, wave, by)
		}
		wave++
	}
	if s.ended > 0 {
		s.ended--
		j.correct(s, p, block, wave, 64)
	}
	return nil
}

// correct reads the bit of each wave that is not zero, and returns the wave after
// so many that are.
func (j *jpegCorners) correct(s *jpegScan, p *jpegPart, block, wave, zeros int) int {
	for {
		from := p.waves[block] >> wave << wave // the rest that is not zero
		next := min(bits.TrailingZeros64(from), s.last+1)
		if next-wave > zeros {
			return wave + zeros
		}
		if next > s.last {
			return next
		}
		zeros -= next - wave
		if s.bits.take(1) == 1 {
			j.grow(p, block, next, 1<<s.low)
		}
		wave = next + 1
	}
}

// grow takes a wave that is not zero further away from it.
func (j *jpegCorners) grow(p *jpegPart, block, wave, by int) {
	if place := j.place[wave]; place >= 0 && p.corner[block*j.side*j.side+place] < 0 {
		by = -by
	}
	j.keep(p, block, wave, by)
}
