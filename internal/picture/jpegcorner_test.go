package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"telaio/internal/testkit/unwatched"
)

// drawnJPEGs are small JPEGs of every way of writing that corners are read of:
// those of testdata, drawn for these tests, and what image/jpeg writes.
func drawnJPEGs(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".jpg") {
			continue
		}
		if files[entry.Name()], err = os.ReadFile("testdata/" + entry.Name()); err != nil {
			t.Fatal(err)
		}
	}
	for name, img := range map[string]image.Image{"encoded": smooth(image.NewRGBA(image.Rect(0, 0, 61, 47))), "encoded gray": smooth(image.NewGray(image.Rect(0, 0, 17, 9)))} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			t.Fatal(err)
		}
		files[name] = b.Bytes()
	}
	return files
}

// smooth paints without hard borders.
func smooth(img stddraw.Image) image.Image {
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			img.Set(x, y, color.RGBA{byte(4 * x), byte(5 * y), byte(255 - 2*x - y), 255})
		}
	}
	return img
}

func TestShrinkJPEG_seesWhatImageJPEGSees(t *testing.T) {
	for name, raw := range drawnJPEGs(t) {
		t.Run(name, func(t *testing.T) {
			decoded, err := jpeg.Decode(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			if !jpegPlain(raw) {
				t.Fatal("it is not taken for a plain JPEG")
			}
			// whole, and at a half, a quarter and an eighth
			for _, allowed := range []struct {
				side int
				mean float64
			}{{100, 0.6}, {30, 4}, {15, 5}, {7, 8}} {
				got, err := shrinkJPEG(raw, allowed.side)
				if err != nil {
					t.Fatal(err)
				}
				want := shrink(decoded, allowed.side)
				if got.Rect != want.Rect {
					t.Fatalf("it is drawn %v large; want %v", got.Rect, want.Rect)
				}
				if d := meanDifference(got, want); d > allowed.mean {
					t.Errorf("at %d pixels the colours differ by %.2f on average; want at most %.1f", allowed.side, d, allowed.mean)
				}
			}
		})
	}
}

func meanDifference(a, b *image.RGBA) float64 {
	sum := 0
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		sum += max(d, -d)
	}
	return float64(sum) / float64(len(a.Pix))
}

func TestShrinkJPEG_refusesWhatIsNotWhole(t *testing.T) {
	whole := drawnJPEGs(t)["progressive-420.jpg"]
	frame := bytes.Index(whole, []byte{0xFF, 0xC2})
	scan := bytes.Index(whole, []byte{0xFF, 0xDA})
	end := len(whole) - 2
	changed := func(at int, to byte) []byte {
		raw := bytes.Clone(whole)
		raw[at] = to
		return raw
	}
	var endless []byte
	for range maxScans + 1 {
		endless = append(endless, whole[scan:end]...)
	}
	for name, raw := range map[string][]byte{
		"without its end":               whole[:end],
		"cut short":                     whole[:end-100],
		"with nothing in it":            append(bytes.Clone(whole[:scan]), 0xFF, 0xD9),
		"of 12 bits":                    changed(frame+4, 12),
		"with two parts":                changed(frame+9, 2),
		"with a sampling of three":      changed(frame+11, 0x31),
		"with a part that there is not": changed(scan+5, 99),
		"with a code that there is not": changed(scan+6, 0x33),
		"with more passes than any":     append(append(bytes.Clone(whole[:scan]), endless...), 0xFF, 0xD9),
		"larger than it has bits for":   changed(frame+5, 5),
	} {
		if _, err := shrinkJPEG(raw, 20); err == nil {
			t.Errorf("a JPEG %s is taken", name)
		}
	}
}

// progressive is a progressive JPEG of one gray, of any size.
func progressive(width, height int) []byte {
	raw := []byte{0xFF, 0xD8}
	segment := func(marker byte, body ...byte) {
		raw = append(raw, 0xFF, marker)
		raw = binary.BigEndian.AppendUint16(raw, uint16(len(body)+2))
		raw = append(raw, body...)
	}
	segment(0xDB, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	segment(0xC2, 8, byte(height>>8), byte(height), byte(width>>8), byte(width), 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0)
	// One code of two bits each: 00 says that the level stays, 00 that 16,384 to
	// 32,767 blocks have nothing more.
	segment(0xC4, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	segment(0xC4, 0x10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE0)
	units := ceil(width, 16) * ceil(height, 16)
	segment(0xDA, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0)
	raw = append(raw, make([]byte, ceil(units*6*2, 8))...)
	for part := byte(1); part <= 3; part++ {
		segment(0xDA, 1, part, 0, 1, 63, 0)
		raw = append(raw, make([]byte, ceil(ceil(width, 8)*ceil(height, 8), 16384)*2)...)
	}
	return append(raw, 0xFF, 0xD9)
}

// A progressive JPEG of 40 megapixels takes less than 64 MiB, all that is
// allocated taken together.
func TestMaker_takesAProgressiveJPEGOf40Megapixels(t *testing.T) {
	unwatched.Only(t)
	small := progressive(320, 200)
	if _, err := jpeg.Decode(bytes.NewReader(small)); err != nil {
		t.Fatalf("image/jpeg does not take the one of the test: %v", err)
	}
	raw := progressive(8000, 5000)
	for name, draw := range map[string]func() error{
		"logo":       func() error { _, err := NewMaker().Logo(t.Context(), raw); return err },
		"photograph": func() error { _, err := NewMaker().Photograph(t.Context(), raw); return err },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		if err := draw(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		grown := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %d MiB in %v", name, grown, time.Since(start))
		if grown >= 64 {
			t.Errorf("a %s took %d MiB; want less than 64", name, grown)
		}
	}
}

func TestWaveAt_goesDiagonalByDiagonal(t *testing.T) {
	seen := map[[2]int]bool{}
	for n := range 64 {
		column, row := waveAt(n)
		seen[[2]int{column, row}] = true
	}
	if len(seen) != 64 {
		t.Errorf("%d of 64 waves have a place of their own", len(seen))
	}
	for n, want := range map[int][2]int{0: {0, 0}, 1: {1, 0}, 2: {0, 1}, 3: {0, 2}, 9: {0, 3}, 35: {0, 7}, 36: {1, 7}, 62: {6, 7}, 63: {7, 7}} {
		if column, row := waveAt(n); column != want[0] || row != want[1] {
			t.Errorf("wave %d is at column %d, row %d; want %v", n, column, row, want)
		}
	}
}

func FuzzShrinkJPEG(f *testing.F) {
	for _, raw := range drawnJPEGs(f) {
		f.Add(raw)
	}
	random := rand.New(rand.NewPCG(1, 1))
	whole := drawnJPEGs(f)["progressive-422.jpg"]
	for range 20 {
		raw := bytes.Clone(whole)
		raw[random.IntN(len(raw))] = byte(random.IntN(256))
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if config, err := jpeg.DecodeConfig(bytes.NewReader(raw)); err != nil || config.Width*config.Height > 100_000 || !jpegPlain(raw) {
			return
		}
		if drawn, err := shrinkJPEG(raw, 64); err == nil && drawn.Rect.Empty() {
			t.Error("no error and no picture")
		}
	})
}
