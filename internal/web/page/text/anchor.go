package text

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"telaio/internal/folding"
)

// anchors name the headings of one text, so that a link can lead to each:
// "È una classifica?" is e-una-classifica. It is a parser.IDs.
type anchors map[string]bool

// Generate returns a name that no heading of the text has yet.
func (a anchors) Generate(heading []byte, _ ast.NodeKind) []byte {
	base := strings.ReplaceAll(folding.Fold(string(heading)), " ", "-")
	if base == "" || base[0] < 'a' || base[0] > 'z' {
		base = strings.TrimSuffix("n-"+base, "-")
	}
	name := base
	for n := 2; a[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	a[name] = true
	return []byte(name)
}

// Put notes a name that the text itself gives.
func (a anchors) Put(name []byte) { a[string(name)] = true }
