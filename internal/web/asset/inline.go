package asset

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// Inline returns the page with the style sheets in the place of the links to them,
// and the fonts within the sheet, so that the page can be drawn without asking
// for anything.
func (b *Bundle) Inline(page []byte) []byte {
	sheet := string(b.files[styleSheet].plain)
	for _, font := range b.fonts {
		f := b.files[font.File]
		sheet = strings.ReplaceAll(sheet, b.Path(font.File), "data:"+f.kind+";base64,"+base64.StdEncoding.EncodeToString(f.plain))
	}
	page = bytes.Replace(page, b.link(styleSheet), []byte("<style>"+sheet+"</style>"), 1)
	for _, name := range []string{moreSheet, workSheet} {
		page = bytes.Replace(page, b.link(name), []byte("<style>"+string(b.files[name].plain)+"</style>"), 1)
	}
	return page
}

// link is how the layout asks for a style sheet.
func (b *Bundle) link(sheet string) []byte {
	return []byte(`<link rel="stylesheet" href="` + b.Path(sheet) + `">`)
}
