package qr

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

func TestFigure_isReadByCamerasAndPeople(t *testing.T) {
	link := Link{ID: "room", Address: "https://telaio.example/autovalutazione/entra/abc", Title: "Entra nell'autovalutazione", Caption: "Oppure scrivi:"}
	var page bytes.Buffer
	if err := Figure(link).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`role="img" aria-labelledby="room-title"`, `<title id="room-title">Entra nell&#39;autovalutazione</title>`,
		`<a id="room-address" href="https://telaio.example/autovalutazione/entra/abc">https://telaio.example/autovalutazione/entra/abc</a>`,
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the figure lacks %s", want)
		}
	}
}

// The three squares by which a camera finds a code: dark frames of 7 modules.
func TestDraw_hasAQuietMarginAndThreeFinders(t *testing.T) {
	code := draw("https://telaio.example/autovalutazione/entra/abc")
	if code.Side < 21+2*quiet || (code.Side-2*quiet-17)%4 != 0 {
		t.Errorf("side = %d; want 17 + 4 × version and the margin", code.Side)
	}
	right := code.Side - quiet - 7
	for _, corner := range []string{"M4 4h7v1h-7z", "M4 10h7v1h-7z", join(right, 4), join(4, right)} {
		if !strings.Contains(code.Path, corner) {
			t.Errorf("no finder has the side %s", corner)
		}
	}
}

func join(x, y int) string {
	return strings.Join([]string{"M", strconv.Itoa(x), " ", strconv.Itoa(y), "h7v1h-7z"}, "")
}

func TestDraw_anAddressThatIsTooLongHasNoCode(t *testing.T) {
	if code := draw(strings.Repeat("x", 4000)); code != (symbol{}) {
		t.Errorf("draw = %+v; want none", code)
	}
}
