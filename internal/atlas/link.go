package atlas

import (
	"cmp"
	"slices"

	"telaio/internal/organisation"
)

// related is a relation to another organisation of the atlas.
type related struct {
	id, kind     string
	since, until int16
}

// relatedBy takes from the card the relations whose other side is on the atlas.
func relatedBy(c organisation.Card) []related {
	var all []related
	for _, r := range c.Relations {
		if r.OrganisationID != "" {
			all = append(all, related{r.OrganisationID, r.Kind, int16(r.Since), int16(r.Until)})
		}
	}
	return all
}

func (n related) link(from string) organisation.Link {
	return organisation.Link{From: from, To: n.id, Kind: n.kind, Since: int(n.since), Until: int(n.until), Standing: organisation.Told}
}

// Links lists every relation that a published organisation tells of one that
// has or had a page, in the order of the tellers' names.
func (s *Snapshot) Links() []organisation.Link {
	var links []organisation.Link
	for i := range s.entries {
		for _, n := range s.entries[i].related {
			links = append(links, n.link(s.entries[i].ID))
		}
	}
	return links
}

// LinksTo lists the relations that others tell of one organisation, which has
// had all of these ids.
func (s *Snapshot) LinksTo(ids ...string) []organisation.Link {
	var links []organisation.Link
	for i := range s.entries {
		for _, n := range s.entries[i].related {
			if slices.Contains(ids, n.id) && !slices.Contains(ids, s.entries[i].ID) {
				links = append(links, n.link(s.entries[i].ID))
			}
		}
	}
	return links
}

// CompareNames puts two published organisations in the order of their names.
func (s *Snapshot) CompareNames(a, b string) int { return cmp.Compare(s.byID[a], s.byID[b]) }
