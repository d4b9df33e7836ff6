package picture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"testing"
	"time"

	"telaio/internal/fault"
	"telaio/internal/picture"
	"telaio/internal/testkit"
)

func TestLogo_isDrawnAnewInTwoSizes(t *testing.T) {
	cases := []struct {
		name         string
		width        int
		height       int
		large, small image.Point
	}{
		{"wide", 2000, 1000, image.Pt(512, 256), image.Pt(128, 64)},
		{"tall", 300, 1200, image.Pt(128, 512), image.Pt(32, 128)},
		{"small ones are not enlarged", 100, 60, image.Pt(100, 60), image.Pt(100, 60)},
		{"a line one pixel high", 3000, 1, image.Pt(512, 1), image.Pt(128, 1)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			logo, err := picture.NewMaker().Logo(t.Context(), asPNG(t, plain(c.width, c.height)))
			if err != nil {
				t.Fatal(err)
			}
			if got := sizeOf(t, logo.Large); got != c.large {
				t.Errorf("large = %v; want %v", got, c.large)
			}
			if got := sizeOf(t, logo.Small); got != c.small {
				t.Errorf("small = %v; want %v", got, c.small)
			}
		})
	}
}

func TestLogo_keepsColourAndTransparency(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 1600, 1600))
	for y := range 1600 {
		for x := range 800 {
			img.SetNRGBA(x, y, color.NRGBA{200, 30, 10, 255})
		}
	}
	logo, err := picture.NewMaker().Logo(t.Context(), asPNG(t, img))
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(logo.Small))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := color.NRGBAModel.Convert(drawn.At(20, 64)), (color.NRGBA{200, 30, 10, 255}); got != want {
		t.Errorf("left half = %v; want %v", got, want)
	}
	if _, _, _, alpha := drawn.At(110, 64).RGBA(); alpha != 0 {
		t.Errorf("right half has alpha %d; want transparent", alpha)
	}
}

func TestLogo_honoursTheOrientationAndDropsTheMetadata(t *testing.T) {
	img := plain(400, 200)
	for y := range 100 {
		for x := range 100 {
			img.Set(x, y, color.NRGBA{255, 255, 255, 255}) // the upper left corner is white
		}
	}
	corners := map[int]image.Point{1: {5, 5}, 2: {395, 5}, 3: {395, 195}, 4: {5, 195}, 5: {5, 5}, 6: {195, 5}, 7: {195, 395}, 8: {5, 395}}
	for orientation, white := range corners {
		logo, err := picture.NewMaker().Logo(t.Context(), withOrientation(asJPEG(t, img), orientation))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(logo.Large, []byte("Exif")) || bytes.Contains(logo.Large, []byte("secret")) {
			t.Errorf("orientation %d: the metadata is still there", orientation)
		}
		drawn, err := png.Decode(bytes.NewReader(logo.Large))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, _, _ := drawn.At(white.X, white.Y).RGBA(); r < 0xC000 {
			t.Errorf("orientation %d: no white corner at %v of %v", orientation, white, drawn.Bounds())
		}
	}
}

func TestLogo_refusesWhatIsNoPictureOfOurs(t *testing.T) {
	whole := asPNG(t, plain(64, 64))
	var animated bytes.Buffer
	if err := gif.Encode(&animated, plain(8, 8), nil); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		raw  []byte
		kind fault.Kind
		key  string
	}{
		{"nothing", nil, fault.Invalid, "picture.wrong_type"},
		{"SVG", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), fault.Invalid, "picture.wrong_type"},
		{"GIF", animated.Bytes(), fault.Invalid, "picture.wrong_type"},
		{"HTML that ends in a picture", append([]byte("<!doctype html><script>1</script>"), whole...), fault.Invalid, "picture.wrong_type"},
		{"truncated", whole[:len(whole)-20], fault.Invalid, "picture.broken"},
		{"only a signature", whole[:8], fault.Invalid, "picture.broken"},
		{"over 5 MB", make([]byte, picture.MaxBytes+1), fault.TooLarge, "picture.too_heavy"},
		{"41 megapixels", pngHeader(8200, 5000), fault.TooLarge, "picture.too_many_pixels"},
		{"a bomb of 65,535 × 65,535", pngHeader(65535, 65535), fault.TooLarge, "picture.too_many_pixels"},
		{"no pixels", pngHeader(0, 10), fault.Invalid, "picture.broken"},
		{"lossless WebP, and more than the memory allows", webpHeader(6000, 5000), fault.TooLarge, "picture.too_big_to_open"},
		{"interlaced, of which none is there", interlaced(pngHeader(6000, 5000)), fault.Invalid, "picture.broken"},
		{"30 megapixels of which none is there", pngHeader(6000, 5000), fault.Invalid, "picture.broken"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := testkit.ProcessorTime(t)
			_, err := picture.NewMaker().Logo(t.Context(), c.raw)
			took := testkit.ProcessorTime(t) - start
			runtime.ReadMemStats(&after)
			refusal, ok := errors.AsType[*fault.Error](err)
			if !ok || refusal.Kind != c.kind || refusal.Message.Key != c.key {
				t.Errorf("Logo = %v; want %s", err, c.key)
			}
			if grown := (after.TotalAlloc - before.TotalAlloc) >> 20; grown >= 64 || took > 2*time.Second {
				t.Errorf("refusing took %v and %d MiB", took, grown)
			}
		})
	}
}

func TestLogo_takesAPolyglotForThePictureItIs(t *testing.T) {
	raw := append(asPNG(t, plain(64, 64)), []byte("<script>alert('secret')</script>PK\x03\x04")...)
	logo, err := picture.NewMaker().Logo(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(logo.Large, []byte("secret")) || bytes.Contains(logo.Small, []byte("secret")) {
		t.Error("the trailing bytes are still there")
	}
}

func TestLogo_waitsItsTurnOnlyAsLongAsTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	maker := picture.NewMaker()
	raw := asPNG(t, plain(64, 64))
	refused := false
	for range 50 { // select picks at random between a free turn and a gone request
		if _, err := maker.Logo(ctx, raw); fault.KindOf(err) == fault.Unavailable {
			refused = true
		}
	}
	if !refused {
		t.Error("a request that had gone was never refused")
	}
	if _, err := maker.Logo(t.Context(), raw); err != nil {
		t.Errorf("afterwards: %v; want a logo", err)
	}
}

func FuzzLogo(f *testing.F) {
	f.Add(asPNG(f, plain(9, 5)))
	f.Add(withOrientation(asJPEG(f, plain(9, 5)), 6))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L"))
	maker := picture.NewMaker()
	f.Fuzz(func(t *testing.T, raw []byte) {
		logo, err := maker.Logo(t.Context(), raw)
		if err == nil && (len(logo.Large) == 0 || len(logo.Small) == 0) {
			t.Error("no error and no logo")
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("an upload broke the program: %v", err)
		}
	})
}

func BenchmarkLogo_photographOf40Megapixels(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 8000, 5000), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(i >> 18)
	}
	raw := asJPEG(b, img)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := picture.NewMaker().Logo(b.Context(), raw); err != nil {
			b.Fatal(err)
		}
	}
}

func plain(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	return img
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withOrientation puts an EXIF segment with the orientation, and a comment that
// must not survive, behind a JPEG's first marker.
func withOrientation(raw []byte, orientation int) []byte {
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00secret")
	binary.BigEndian.PutUint16(exif[6+8+2+8:], uint16(orientation))
	segment := append([]byte{0xFF, 0xE1, 0, 0}, exif...)
	binary.BigEndian.PutUint16(segment[2:], uint16(len(exif)+2))
	return append(append(append([]byte{}, raw[:2]...), segment...), raw[2:]...)
}

// pngHeader is a file that claims to be a PNG in true colour of that size.
func pngHeader(width, height uint32) []byte {
	chunk := []byte("IHDR\x00\x00\x00\x00\x00\x00\x00\x00\x08\x06\x00\x00\x00")
	binary.BigEndian.PutUint32(chunk[4:], width)
	binary.BigEndian.PutUint32(chunk[8:], height)
	raw := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(raw, crc32.ChecksumIEEE(chunk))
}

// webpHeader is a file that claims to be a lossless WebP of that size.
func webpHeader(width, height uint32) []byte {
	raw := []byte("RIFF\x1e\x00\x00\x00WEBPVP8L\x11\x00\x00\x00\x2f")
	return append(binary.LittleEndian.AppendUint32(raw, (width-1)|(height-1)<<14), make([]byte, 13)...)
}

// interlaced says of the header of a PNG that its rows come in seven passes.
func interlaced(header []byte) []byte {
	header[28] = 1
	return binary.BigEndian.AppendUint32(header[:29], crc32.ChecksumIEEE(header[12:29]))
}

func sizeOf(t *testing.T, raw []byte) image.Point {
	t.Helper()
	config, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return image.Pt(config.Width, config.Height)
}
