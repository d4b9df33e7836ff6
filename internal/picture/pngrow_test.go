package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"telaio/internal/testkit/unwatched"
)

// chunk is a chunk of a PNG.
func chunk(kind string, body []byte) []byte {
	raw := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	raw = append(append(raw, kind...), body...)
	return binary.BigEndian.AppendUint32(raw, crc32.ChecksumIEEE(raw[4:]))
}

// writtenPNG is a PNG of that kind whose rows come from row, each with its filter.
func writtenPNG(t testing.TB, width, height int, depth, kind byte, before []byte, row func(y int) []byte) []byte {
	t.Helper()
	header := binary.BigEndian.AppendUint32(nil, uint32(width))
	header = append(binary.BigEndian.AppendUint32(header, uint32(height)), depth, kind, 0, 0, 0)
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	for y := range height {
		if _, err := w.Write(row(y)); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	raw := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header)...)
	raw = append(raw, before...)
	for piece := range slices.Chunk(packed.Bytes(), 8<<10) {
		raw = append(raw, chunk("IDAT", piece)...)
	}
	return append(raw, chunk("IEND", nil)...)
}

// noisy fills every kind of picture that image/png writes.
func noisy(kind string) image.Image {
	r := image.Rect(0, 0, 61, 37)
	random := rand.New(rand.NewPCG(1, 1))
	var img stddraw.Image
	opaque := false
	switch kind {
	case "gray":
		img = image.NewGray(r)
	case "gray of 16 bits":
		img = image.NewGray16(r)
	case "true colour":
		img, opaque = image.NewNRGBA(r), true
	case "true colour of 16 bits":
		img, opaque = image.NewNRGBA64(r), true
	case "with opacity":
		img = image.NewNRGBA(r)
	case "with opacity of 16 bits":
		img = image.NewNRGBA64(r)
	default:
		colours := map[string]int{"two colours": 2, "four colours": 4, "sixteen colours": 16, "200 colours": 200}[kind]
		var p color.Palette
		for i := range colours {
			p = append(p, color.NRGBA{byte(i * 7), byte(i * 3), byte(255 - i), byte(255 - i%3*100)})
		}
		paletted := image.NewPaletted(r, p)
		for i := range paletted.Pix {
			paletted.Pix[i] = byte(random.IntN(colours))
		}
		return paletted
	}
	for y := range r.Dy() {
		for x := range r.Dx() {
			c := color.NRGBA64{uint16(random.Uint32()), uint16(x * 900), uint16(y * 1500), uint16(random.Uint32())}
			if opaque {
				c.A = 0xffff
			}
			img.Set(x, y, c)
		}
	}
	return img
}

// sameAs compares our reading with that of image/png.
func sameAs(t *testing.T, raw []byte) {
	t.Helper()
	decoded, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewRGBA(decoded.Bounds())
	stddraw.Draw(want, want.Rect, decoded, image.Point{}, stddraw.Src)
	got, err := shrinkPNG(raw, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rect != want.Rect {
		t.Fatalf("it is %v; want %v", got.Rect, want.Rect)
	}
	for i := range want.Pix {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d < -1 || d > 1 {
			t.Fatalf("byte %d is %d; image/png reads %d", i, got.Pix[i], want.Pix[i])
		}
	}
}

func TestShrinkPNG_readsWhatTheStandardLibraryReads(t *testing.T) {
	for _, kind := range []string{
		"gray", "gray of 16 bits", "true colour", "true colour of 16 bits", "with opacity", "with opacity of 16 bits",
		"two colours", "four colours", "sixteen colours", "200 colours",
	} {
		t.Run(kind, func(t *testing.T) {
			var b bytes.Buffer
			if err := png.Encode(&b, noisy(kind)); err != nil {
				t.Fatal(err)
			}
			sameAs(t, b.Bytes())
		})
	}
}

func TestShrinkPNG_readsWhatOnlyOthersWrite(t *testing.T) {
	const width, height = 21, 13
	random := rand.New(rand.NewPCG(2, 2))
	for _, c := range []struct {
		name        string
		depth, kind byte
		size        int // bytes of a row
		before      []byte
	}{
		{"gray with a transparent one", 8, 0, width, chunk("tRNS", []byte{0, 3})},
		{"gray of two bits", 2, 0, (width*2 + 7) / 8, chunk("tRNS", []byte{0, 1})},
		{"black and white", 1, 0, (width + 7) / 8, nil},
		{"gray of 16 bits with a transparent one", 16, 0, 2 * width, chunk("tRNS", []byte{1, 2})},
		{"true colour with a transparent one", 8, 2, 3 * width, chunk("tRNS", []byte{0, 1, 0, 2, 0, 3})},
		{"gray with opacity", 8, 4, 2 * width, nil},
		{"gray of 16 bits with opacity", 16, 4, 4 * width, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			sameAs(t, writtenPNG(t, width, height, c.depth, c.kind, c.before, func(y int) []byte {
				row := []byte{byte(y % 5)} // every filter
				for range c.size {
					row = append(row, byte(random.IntN(4)))
				}
				return row
			}))
		})
	}
}

func TestShrinkPNG_refusesWhatIsNotWhole(t *testing.T) {
	rows := func(y int) []byte { return []byte{0, 1, 2, 3} }
	whole := writtenPNG(t, 1, 4, 8, 2, nil, rows)
	if _, err := shrinkPNG(whole, 10); err != nil {
		t.Fatal(err)
	}
	palette := chunk("PLTE", []byte{1, 2, 3})
	changed := bytes.Clone(whole)
	changed[len(changed)-20]++
	for name, raw := range map[string][]byte{
		"cut short":                         whole[:len(whole)-15],
		"without an end":                    whole[:len(whole)-12],
		"with a changed byte":               changed,
		"with a filter that there is not":   writtenPNG(t, 1, 1, 8, 2, nil, func(int) []byte { return []byte{5, 1, 2, 3} }),
		"with more rows than it says":       writtenPNG(t, 1, 1, 8, 2, nil, func(int) []byte { return make([]byte, 1<<20) }),
		"with fewer rows than it says":      writtenPNG(t, 1, 1000, 8, 2, nil, func(y int) []byte { return []byte{0, 1, 2, 3}[:4*min(1, y)] }),
		"with a colour outside the palette": writtenPNG(t, 1, 1, 8, 3, palette, func(int) []byte { return []byte{0, 1} }),
		"without its palette":               writtenPNG(t, 1, 1, 8, 3, nil, func(int) []byte { return []byte{0, 0} }),
		"with more opacities than colours":  writtenPNG(t, 1, 1, 8, 3, append(palette, chunk("tRNS", []byte{1, 2})...), func(int) []byte { return []byte{0, 0} }),
		"of a depth that there is not":      writtenPNG(t, 1, 1, 4, 2, nil, func(int) []byte { return []byte{0, 0, 0} }),
		"with two headers":                  writtenPNG(t, 1, 1, 8, 2, chunk("IHDR", make([]byte, 13)), rows),
		"over 40 megapixels":                writtenPNG(t, 65535, 1, 8, 2, nil, rows)[:8],
	} {
		if _, err := shrinkPNG(raw, 10); err == nil {
			t.Errorf("a PNG %s is taken", name)
		}
	}
}

// A logo or a photographed page of 40 megapixels takes less than 64 MiB, all
// that is allocated taken together.
func TestMaker_takes40MegapixelsWithLittleMemory(t *testing.T) {
	unwatched.Only(t)
	const width, height = 8000, 5000
	row := make([]byte, 1+4*width)
	raw := writtenPNG(t, width, height, 8, 6, nil, func(y int) []byte {
		row[0] = 2
		if y == height/2 { // the lower half is another colour
			for x := 1; x < len(row); x += 4 {
				copy(row[x:], []byte{200, 100, 50, 255})
			}
		} else {
			clear(row[1:])
		}
		return row
	})
	for name, draw := range map[string]func() ([]byte, error){
		"logo":       func() ([]byte, error) { l, err := NewMaker().Logo(t.Context(), raw); return l.Large, err },
		"photograph": func() ([]byte, error) { return NewMaker().Photograph(t.Context(), raw) },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		drawn, err := draw()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		grown := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %d MiB in %v", name, grown, took)
		if grown >= 64 {
			t.Errorf("a %s took %d MiB; want less than 64", name, grown)
		}
		img, _, err := image.Decode(bytes.NewReader(drawn))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		if b.Dx() != map[string]int{"logo": LargeSide, "photograph": PhotographSide}[name] {
			t.Errorf("the %s is %d pixels wide", name, b.Dx())
		}
		if r, _, _, _ := img.At(b.Dx()/2, b.Dy()*3/4).RGBA(); r>>8 < 195 || r>>8 > 205 {
			t.Errorf("the lower half of the %s has a red of %d; want 200", name, r>>8)
		}
	}
}

// An everyday photograph that is made a little smaller must not take much either.
func TestPhotograph_of10MegapixelsTakesLittleMemory(t *testing.T) {
	unwatched.Only(t)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, 3600, 2700), image.YCbCrSubsampleRatio420), nil); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := NewMaker().Photograph(t.Context(), b.Bytes()); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if grown := (after.TotalAlloc - before.TotalAlloc) >> 20; grown >= 64 {
		t.Errorf("it took %d MiB; want less than 64", grown)
	}
}

func TestShrink_keepsTheMeanOfThePicture(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 97, 61))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 31)
	}
	mean := func(img image.Image) float64 {
		b, sum := img.Bounds(), 0.0
		for y := range b.Dy() {
			for x := range b.Dx() {
				r, _, _, _ := img.At(x, y).RGBA()
				sum += float64(r) / 257
			}
		}
		return sum / float64(b.Dx()*b.Dy())
	}
	for _, side := range []int{97, 96, 50, 33, 7, 1} {
		small := shrink(img, side)
		if d := mean(small) - mean(img); d < -1.5 || d > 1.5 {
			t.Errorf("at %d the mean is off by %.2f", side, d)
		}
		if small.Rect.Dx() != side {
			t.Errorf("it is %d wide; want %d", small.Rect.Dx(), side)
		}
	}
}

func TestShrinkPNG_readsWhatIsInterlaced(t *testing.T) {
	for _, file := range []string{"interlaced.png", "interlaced-palette.png"} {
		raw, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		// Every pixel, every second, every fourth and every eighth one.
		for side, allowed := range map[int]float64{100: 0.6, 61: 0.6, 30: 12, 15: 12, 7: 12} {
			got, err := shrinkPNG(raw, side)
			if err != nil {
				t.Fatalf("%s at %d: %v", file, side, err)
			}
			want := shrink(decoded, side)
			if got.Rect != want.Rect {
				t.Fatalf("%s is drawn %v large; want %v", file, got.Rect, want.Rect)
			}
			if d := meanDifference(got, want); d > allowed {
				t.Errorf("%s at %d pixels differs by %.2f on average; want at most %.1f", file, side, d, allowed)
			}
		}
		for _, cut := range []int{30, 200, len(raw) - 40} {
			if _, err := shrinkPNG(raw[:cut], 10); err == nil {
				t.Errorf("%d bytes of %s are taken", cut, file)
			}
		}
	}
}

func FuzzShrinkPNG(f *testing.F) {
	for _, kind := range []string{"gray", "true colour", "sixteen colours"} {
		var b bytes.Buffer
		if err := png.Encode(&b, noisy(kind)); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if config, err := png.DecodeConfig(bytes.NewReader(raw)); err != nil || config.Width*config.Height > 100_000 || !pngByRows(raw) {
			return
		}
		drawn, err := shrinkPNG(raw, 64)
		if err == nil && drawn.Rect.Empty() {
			t.Error("no error and no picture")
		}
		if _, err2 := png.Decode(bytes.NewReader(raw)); err == nil && err2 != nil {
			t.Errorf("image/png refuses what we take: %v", err2)
		}
	})
}
