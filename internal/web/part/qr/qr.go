// Package qr draws an address as a code that a phone's camera reads. The address
// itself always stands beside it, for those who cannot point a camera.
package qr

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// Link is an address to be read by cameras and people.
type Link struct {
	ID      string // of the figure; the address as text has the id AddressID(ID)
	Address string // whole, with https://
	Title   string // what the code leads to, for those who cannot see it
	Caption string // sentence above the address
}

// AddressID is the id of the element that holds the address as text, for a
// button that copies it.
func AddressID(id string) string { return id + "-address" }

// quiet is the blank margin that the standard asks for, in modules.
const quiet = 4

// symbol is a code as a square of Side modules and the path of the dark ones.
type symbol struct {
	Side int
	Path string
}

// draw encodes the address so that a quarter of the code may be dirty or torn.
// An address that is too long for any code gives the empty symbol.
func draw(address string) symbol {
	code, err := qr.Encode(address, qr.Q, qr.Auto)
	if err != nil {
		return symbol{}
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			width := run(code, x, y)
			if width == 0 {
				continue
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, width, width)
			x += width
		}
	}
	return symbol{Side: size + 2*quiet, Path: path.String()}
}

// run counts the dark modules in a row from x on.
func run(code barcode.Barcode, x, y int) int {
	width := 0
	for x+width < code.Bounds().Dx() {
		if r, _, _, _ := code.At(x+width, y).RGBA(); r != 0 {
			break
		}
		width++
	}
	return width
}

func (s symbol) viewBox() string { return fmt.Sprintf("0 0 %d %d", s.Side, s.Side) }

func (s symbol) side() string { return strconv.Itoa(s.Side) }
