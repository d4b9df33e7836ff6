package asset

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// Inline returns the page with the style sheet in the place of the link to it,
// and the fonts within the sheet, so that the page can be drawn without asking
// for anything.
func (b *Bundle) Inline(page []byte) []byte {
	sheet := string(b.files["style.css"].plain)
	for _, font := range []string{sansFont, serifFont} {
		if f, ok := b.files[font]; ok {
			sheet = strings.ReplaceAll(sheet, b.Path(font), "data:"+f.kind+";base64,"+base64.StdEncoding.EncodeToString(f.plain))
		}
	}
	link := []byte(`<link rel="stylesheet" href="` + b.Path("style.css") + `">`)
	return bytes.Replace(page, link, []byte("<style>"+sheet+"</style>"), 1)
}
