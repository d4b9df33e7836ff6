package kit

import "strconv"

// Code is an answer as it is stored: a level, or why there is none.
type Code string

// The codes. Blank stands for an item that was skipped; it is never stored.
const (
	L0            Code = "L0"
	L1            Code = "L1"
	L2            Code = "L2"
	L3            Code = "L3"
	L4            Code = "L4"
	NotApplicable Code = "NA"
	DontKnow      Code = "DK"
	Blank         Code = ""
)

// MaxLevel is the highest level; the lowest one is 0.
const MaxLevel = 4

// Codes lists every code that can be chosen, levels first.
func Codes() []Code { return []Code{L0, L1, L2, L3, L4, NotApplicable, DontKnow} }

// LevelCode returns the code of a level, Blank if there is no such level.
func LevelCode(level int) Code {
	if level < 0 || level > MaxLevel {
		return Blank
	}
	return Code("L" + strconv.Itoa(level))
}

// Level returns the level, and whether the code is one.
func (c Code) Level() (int, bool) {
	if len(c) != 2 || c[0] != 'L' || c[1] < '0' || c[1] > '0'+MaxLevel {
		return 0, false
	}
	return int(c[1] - '0'), true
}

// Valid reports whether the code can be chosen.
func (c Code) Valid() bool {
	_, level := c.Level()
	return level || c == NotApplicable || c == DontKnow
}
