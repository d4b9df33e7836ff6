package asset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// sansFont is the file that every page asks for at once.
const sansFont = "familjen-grotesk.woff2"

// font is one file of a font, as tools/fonts.mjs describes it.
type font struct {
	File, Family, Weights string
	Range                 string // of the letters in it: a page without any of them does not fetch it
}

// readFonts reads which fonts this program has. Without any the metric fallbacks
// of the style sheet stand in.
func readFonts(dist fs.FS) ([]font, error) {
	raw, err := fs.ReadFile(dist, "fonts.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of fonts: %w", err)
	}
	var fonts []font
	if err := json.Unmarshal(raw, &fonts); err != nil {
		return nil, fmt.Errorf("read the list of fonts: %w", err)
	}
	return fonts, nil
}

// fontFaces declares the fonts that this program has.
func (b *Bundle) fontFaces() string {
	var faces strings.Builder
	for _, f := range b.fonts {
		fmt.Fprintf(&faces, `@font-face{font-family:%q;src:url(%q) format("woff2");font-weight:%s;font-display:swap;unicode-range:%s}`,
			f.Family, b.Path(f.File), f.Weights, f.Range)
	}
	return faces.String()
}
