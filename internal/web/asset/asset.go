// Package asset serves what pages are drawn with: the style sheet, the script,
// the fonts and the icon. Each one lives under the hash of its bytes, so that a
// browser keeps it for good and asks again only when it has changed.
package asset

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"telaio/internal/web/shell"
	"telaio/internal/web/style"
)

// bundled is what tools/bundle made of the npm packages and of our TypeScript;
// empty where the program was built without them.
//
//go:embed all:dist
var bundled embed.FS

//go:embed telaio.svg
var icon []byte

// The style sheets: of every page, of all but those to which people come first,
// and of those on which people work.
const (
	styleSheet = "style.css"
	moreSheet  = "more.css"
	workSheet  = "work.css"
)

// Bundle is every asset, ready to be sent.
type Bundle struct {
	files map[string]*File // by name
	fonts []font
}

// File is a body that never changes, in every coding that it may be asked for
// in.
type File struct {
	hash  string
	kind  string // media type
	plain []byte
	// Both are made when first asked for; nil = compressing gains nothing.
	gzip, brotli func() []byte
}

// Load makes the bundle of this program.
func Load() (*Bundle, error) {
	dist, err := fs.Sub(bundled, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the bundled files: %w", err)
	}
	return load(dist)
}

func load(dist fs.FS) (*Bundle, error) {
	b := &Bundle{files: map[string]*File{}}
	names, err := fs.Glob(dist, "*.*")
	if err != nil {
		return nil, fmt.Errorf("list the bundled files: %w", err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(dist, name)
		if err != nil {
			return nil, fmt.Errorf("read a bundled file: %w", err)
		}
		if kindOf(name) != "" {
			b.add(name, raw)
		}
	}
	if b.fonts, err = readFonts(dist); err != nil {
		return nil, err
	}
	b.add("telaio.svg", icon)
	return b, b.addStyle()
}

func (b *Bundle) addStyle() error {
	sheet, err := style.First()
	if err != nil {
		return err
	}
	b.add(styleSheet, []byte(b.fontFaces()+sheet))
	if sheet, err = style.More(); err != nil {
		return err
	}
	b.add(moreSheet, []byte(sheet))
	if sheet, err = style.Work(); err != nil {
		return err
	}
	b.add(workSheet, []byte(sheet))
	return nil
}

func (b *Bundle) add(name string, raw []byte) {
	b.files[name] = newFile(kindOf(name), raw, dense)
}

// NewFile takes in a body of a media type that lasts until the next change of
// what is published. If it is a text, it is compressed when somebody asks for it
// so: nobody waits for it otherwise.
func NewFile(kind string, raw []byte) *File { return newFile(kind, raw, quick) }

func newFile(kind string, raw []byte, quality int) *File {
	sum := sha256.Sum256(raw)
	f := &File{hash: hex.EncodeToString(sum[:6]), kind: kind, plain: raw, gzip: nothing, brotli: nothing}
	if strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "image/svg") || kind == "application/json" {
		f.gzip = sync.OnceValue(func() []byte { return smaller(inGzip(raw), raw) })
		f.brotli = sync.OnceValue(func() []byte { return smaller(inBrotli(raw, quality), raw) })
	}
	return f
}

func nothing() []byte { return nil }

// Hash names the body: no other has it.
func (f *File) Hash() string { return f.hash }

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/json"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return ""
	}
}

// Path returns the address of the asset, "" if this program has none of the
// name.
func (b *Bundle) Path(name string) string {
	f, ok := b.files[name]
	if !ok {
		return ""
	}
	return "/assets/" + f.hash + "/" + name
}

// Addresses returns what the layout links to.
func (b *Bundle) Addresses() shell.Assets {
	return shell.Assets{
		Style: b.Path(styleSheet), MoreStyle: b.Path(moreSheet), WorkStyle: b.Path(workSheet),
		Script: b.Path("script.js"), MoreScript: b.Path("more.js"),
		SansFont: b.Path(sansFont), Icon: b.Path("telaio.svg"),
		MapScript: b.Path("livemap.js"), MapStyle: b.Path("livemap.css"), MapLand: b.Path("land.json"),
		MapTiles: b.Path("tiles.js"), MapStreets: b.Path("streets.js"),
	}
}
