package twin

import (
	"strconv"
	"strings"
)

// blockKeys file a profile: two organisations are compared only if they share a
// key. Within a town the first letter of a name is enough, elsewhere it takes
// four letters at the beginning, at the end, or of the words in order.
func (p Profile) blockKeys() []uint64 {
	var keys []uint64
	add := func(kind, text string) { keys = append(keys, number(kind+":"+text)) }
	for _, name := range p.names {
		letters := []rune(strings.ReplaceAll(name.core, " ", ""))
		ordered := []rune(strings.ReplaceAll(name.ordered, " ", ""))
		add("begins", string(letters[:min(4, len(letters))]))
		add("ends", string(letters[max(0, len(letters)-5):]))
		add("ordered", string(ordered[:min(4, len(ordered))]))
		for _, town := range p.towns {
			add("town", town+":"+string(letters[:min(1, len(letters))]))
		}
	}
	for kind, n := range map[string]uint64{"site": p.site, "mailbox": p.mailbox, "domain": p.domain, "phone": p.phone} {
		if n != 0 {
			add(kind, strconv.FormatUint(n, 36))
		}
	}
	return keys
}

// nameKeys file a profile under every text that calls it: its names, and each
// with its town.
func (p Profile) nameKeys() []uint64 {
	town := coreName(p.Town)
	var keys []uint64
	for _, name := range p.names {
		keys = append(keys, nameKey(name.core))
		if town != "" {
			keys = append(keys, nameKey(name.core+" "+town), nameKey(town+" "+name.core))
		}
	}
	return keys
}

func nameKey(core string) uint64 { return number("name:" + core) }
