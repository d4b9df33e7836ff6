package attachment

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"telaio/internal/fault"
	"telaio/internal/picture"
)

func taker() Taker { return Taker{Pictures: picture.NewMaker()} }

// smallPDF is the least that a reader would open.
func smallPDF(filling string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + filling + ">>\nendobj\n")
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", at)
	return b.Bytes()
}

func smallPNG(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	img.Set(3, 3, color.NRGBA{200, 30, 30, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTake_keepsAPDFByteForByte(t *testing.T) {
	raw := smallPDF("")
	got, err := taker().Take(t.Context(), `C:\Documenti\Verbale assemblea.PDF`, raw)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Content, raw) || got.Name != "Verbale assemblea.pdf" {
		t.Errorf("kept as %q, changed = %v", got.Name, !bytes.Equal(got.Content, raw))
	}
}

func TestTake_drawsAPictureAnewOnWhite(t *testing.T) {
	got, err := taker().Take(t.Context(), "foto.png", smallPNG(t))
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := jpeg.Decode(bytes.NewReader(got.Content))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := drawn.At(30, 15).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
		t.Errorf("what was transparent is %d %d %d; want white", r>>8, g>>8, b>>8)
	}
	if got.Name != "foto.jpg" || drawn.Bounds().Dx() != 40 {
		t.Errorf("%q is %d wide; want foto.jpg, 40", got.Name, drawn.Bounds().Dx())
	}
}

func TestTake_refusesWhatIsNoEvidence(t *testing.T) {
	whole := smallPDF("")
	for _, c := range []struct {
		name string
		raw  []byte
		kind fault.Kind
		key  string
	}{
		{"a page of HTML", []byte("<!doctype html><script>alert(1)</script>"), fault.Invalid, "attachment.wrong_type"},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), fault.Invalid, "attachment.wrong_type"},
		{"a program", []byte("MZ\x90\x00\x03"), fault.Invalid, "attachment.wrong_type"},
		{"nothing", nil, fault.Invalid, "attachment.wrong_type"},
		{"a PDF that is cut short", whole[:len(whole)-20], fault.Invalid, "attachment.broken"},
		{"a PDF with an archive behind it", append(bytes.Clone(whole), "PK\x03\x04"...), fault.Invalid, "attachment.broken"},
		{"a PDF whose index is elsewhere", bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n1"), 1), fault.Invalid, "attachment.broken"},
		{"a PDF of no version", bytes.Replace(whole, []byte("PDF-1.7"), []byte("PDF-x.y"), 1), fault.Invalid, "attachment.broken"},
		{"a PDF that is too large", smallPDF(strings.Repeat("x", MaxPDF)), fault.TooLarge, "attachment.too_heavy"},
		{"a picture that is cut short", smallPNG(t)[:40], fault.Invalid, "picture.broken"},
	} {
		_, err := taker().Take(t.Context(), "prova", c.raw)
		if fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.key) {
			t.Errorf("%s: %v; want %s", c.name, err, c.key)
		}
	}
}

func TestRename_keepsWhatEverySystemCanWrite(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Bilancio 2026.pdf", "Bilancio 2026.pdf"},
		{"../../etc/passwd", "passwd.pdf"},
		{"a\r\nb.pdf", "ab.pdf"},
		{`x"y;z.pdf`, "xy;z.pdf"},
		{"", "file.pdf"},
		{"....", "file.pdf"},
		{strings.Repeat("è", 300) + ".pdf", strings.Repeat("è", maxName) + ".pdf"},
	} {
		if got := rename(c.name, PDF); got != c.want {
			t.Errorf("rename(%q) = %q; want %q", c.name, got, c.want)
		}
	}
}

func FuzzCheckPDF(f *testing.F) {
	f.Add(smallPDF(""))
	f.Add([]byte("%PDF-1.4 startxref 9999999999999999999999 %%EOF"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if checkPDF(raw) == nil && !bytes.Contains(raw, []byte("%%EOF")) {
			t.Errorf("%q was taken without an end", raw)
		}
	})
}
