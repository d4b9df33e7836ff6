package asset

import (
	"fmt"
	"strings"
)

// The font files, as tools/bundle names them.
const (
	sansFont      = "familjen-grotesk.woff2"
	serifFont     = "literata.woff2"
	boldSerifFont = "literata-bold.woff2"
)

// latin is the range of the files: a page with a name in another script does
// not fetch them for it, and falls back letter by letter.
const latin = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F," +
	"U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"

// fontFaces declares the fonts that this program has. Without them the metric
// fallbacks of the style sheet stand in.
func (b *Bundle) fontFaces() string {
	var faces strings.Builder
	for _, f := range []struct{ file, family, weights string }{
		{sansFont, "Familjen Grotesk", "400 700"},
		{serifFont, "Literata", "400"},
		{boldSerifFont, "Literata", "600"},
	} {
		if address := b.Path(f.file); address != "" {
			fmt.Fprintf(&faces, `@font-face{font-family:%q;src:url(%q) format("woff2");font-weight:%s;font-display:swap;unicode-range:%s}`,
				f.family, address, f.weights, latin)
		}
	}
	return faces.String()
}
