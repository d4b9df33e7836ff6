package kit

import (
	"strings"

	"golang.org/x/mod/semver"

	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// Problem is one thing that is wrong in a content file.
type Problem = strictyaml.Problem

// Parse reads one version of a kit. The problems name file, line and reason;
// the kit is nil if there are any.
func Parse(file string, raw []byte, taxonomies taxonomy.Set) (*Kit, []Problem) {
	k := &Kit{}
	document := strictyaml.Read(file, raw, k)
	if len(document.Problems()) > 0 {
		return nil, document.Problems()
	}
	k.items = map[string]position{}
	for i, d := range k.Dimensions {
		for j, item := range d.Items {
			k.items[item.ID] = position{i, j}
		}
	}
	c := checker{document: document, taxonomies: taxonomies, kit: k}
	c.check()
	if len(document.Problems()) > 0 {
		return nil, document.Problems()
	}
	return k, nil
}

// Compare orders versions of a kit, older ones first.
func Compare(a, b *Kit) int { return semver.Compare("v"+a.Version, "v"+b.Version) }

// SplitReference takes ID@VERSION apart.
func SplitReference(reference string) (id, version string, ok bool) {
	id, version, ok = strings.Cut(reference, "@")
	return id, version, ok && id != "" && version != ""
}
