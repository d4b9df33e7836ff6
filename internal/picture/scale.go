package picture

import (
	"image"
	stddraw "image/draw"

	xdraw "golang.org/x/image/draw"
)

// fit returns the picture with its longest side at most side pixels long. A
// very large one is first averaged down in strips, because the fine scaler
// needs memory in proportion to the height of what it is given.
func fit(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	if factor := max(b.Dx(), b.Dy()) / (2 * side); factor > 1 {
		img = average(img, factor)
		b = img.Bounds()
	}
	width, height := fitted(b.Dx(), b.Dy(), side)
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	if width == b.Dx() && height == b.Dy() {
		stddraw.Draw(out, out.Bounds(), img, b.Min, stddraw.Src)
		return out
	}
	xdraw.CatmullRom.Scale(out, out.Bounds(), img, b, xdraw.Src, nil)
	return out
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

// average shrinks the picture by a whole factor: each new pixel is the mean of
// factor × factor old ones; a rest at the right and lower edge is left out.
func average(img image.Image, factor int) *image.RGBA {
	b := img.Bounds()
	width, height := max(1, b.Dx()/factor), max(1, b.Dy()/factor)
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), min(factor, b.Dy())))
	across, down := min(factor, b.Dx()), strip.Rect.Dy()
	for y := range height {
		stddraw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+y*factor), stddraw.Src)
		for x := range width {
			colour := mean(strip, x*factor, across, down)
			copy(out.Pix[out.PixOffset(x, y):], colour[:])
		}
	}
	return out
}

// mean returns the mean colour of the strip's pixels from left on.
func mean(strip *image.RGBA, left, across, down int) [4]byte {
	var r, g, b, a int
	for y := range down {
		row := strip.Pix[strip.PixOffset(left, y):][:4*across]
		for i := 0; i < len(row); i += 4 {
			r, g, b, a = r+int(row[i]), g+int(row[i+1]), b+int(row[i+2]), a+int(row[i+3])
		}
	}
	n := across * down
	return [4]byte{byte(r / n), byte(g / n), byte(b / n), byte(a / n)}
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
