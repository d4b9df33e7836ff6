package picture

import (
	"image"
	stddraw "image/draw"

	xdraw "golang.org/x/image/draw"
)

// fit returns the picture with its longest side at most side pixels long. A
// large one is first averaged down row by row, because the fine scaler needs
// memory in proportion to the height of what it is given.
func fit(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	if max(b.Dx(), b.Dy()) > coarse(side) {
		img = shrink(img, coarse(side))
		b = img.Bounds()
	}
	width, height := fitted(b.Dx(), b.Dy(), side)
	if drawn, ok := img.(*image.RGBA); ok && drawn.Rect == image.Rect(0, 0, width, height) {
		return drawn
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	if width == b.Dx() && height == b.Dy() {
		stddraw.Draw(out, out.Bounds(), img, b.Min, stddraw.Src)
		return out
	}
	xdraw.CatmullRom.Scale(out, out.Bounds(), img, b, xdraw.Src, nil)
	return out
}

// coarse is the longest side up to which a picture is averaged down before it
// comes to side: twice that of a logo, whose lines are fine; a photograph, for
// which the fine scaler would need 200 MB, is averaged all the way.
func coarse(side int) int {
	if side > LargeSide {
		return side
	}
	return 2 * side
}

// fitted returns the size of a picture of that width and height within a
// square, never enlarged.
func fitted(width, height, side int) (int, int) {
	longest := max(width, height)
	if longest <= side {
		return width, height
	}
	return max(1, width*side/longest), max(1, height*side/longest)
}

// upright turns and mirrors a picture as its EXIF orientation asks.
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := source(orientation, x, y, w, h)
			out.SetRGBA(x, y, img.RGBAAt(sx, sy))
		}
	}
	return out
}

// source says which pixel of a picture of w × h comes to (x, y) when it is set
// upright.
func source(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	default: // 8
		return w - 1 - y, x
	}
}
