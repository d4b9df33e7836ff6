package content

import (
	"fmt"
	"io/fs"
	"slices"

	"telaio/internal/kit"
	"telaio/internal/taxonomy"
)

// Kit returns the version of a kit that a cycle names as ID@VERSION.
func (l *Library) Kit(reference string) (*kit.Kit, bool) {
	id, _, ok := kit.SplitReference(reference)
	if !ok {
		return nil, false
	}
	for _, k := range l.Kits[id] {
		if k.Reference() == reference {
			return k, true
		}
	}
	return nil, false
}

// NewestKit returns the version with which a new cycle begins: the newest one
// that is not retired. If there are several kits it is that of the first id.
func (l *Library) NewestKit() (*kit.Kit, bool) {
	ids := make([]string, 0, len(l.Kits))
	for id := range l.Kits {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		for _, k := range slices.Backward(l.Kits[id]) {
			if k.Status != kit.Retired {
				return k, true
			}
		}
	}
	return nil, false
}

// readKits reads every version of every kit, newest last.
func readKits(files fs.FS, taxonomies taxonomy.Set) (map[string][]*kit.Kit, []Problem) {
	library := map[string][]*kit.Kit{}
	var problems []Problem
	for _, name := range glob(files, "kit/*.yaml") {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, Problem{File: name, Reason: err.Error()})
			continue
		}
		k, found := kit.Parse(name, raw, taxonomies)
		problems = append(problems, found...)
		if k == nil {
			continue
		}
		twin := func(other *kit.Kit) bool { return kit.Compare(other, k) == 0 }
		if slices.ContainsFunc(library[k.ID], twin) {
			reason := fmt.Sprintf("version %s of kit %q is in another file too", k.Version, k.ID)
			problems = append(problems, Problem{File: name, Line: 1, Reason: reason})
			continue
		}
		library[k.ID] = append(library[k.ID], k)
	}
	for _, versions := range library {
		slices.SortFunc(versions, kit.Compare)
	}
	return library, problems
}
