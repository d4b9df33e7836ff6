package twin

import (
	"slices"
	"strings"

	"github.com/adrg/strutil/metrics"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/italian"

	"telaio/internal/lookalike"
)

// legalForms are words that say what an organisation is in law, or nothing: in
// Italian, and as neighbours call theirs.
var legalForms = setOf("aps", "odv", "ets", "onlus", "asd", "ssd", "srl", "srls", "spa", "snc", "sas", "ss", "scarl", "scrl", "scs", "sc", "soc", "coop",
	"arl", "rl", "pa", "cs", "impr", "societa", "cooperativa", "cooperativo", "sociale", "associazione", "ass", "assoc", "fondazione", "fond",
	"comitato", "collettivo", "consorzio", "cons", "impresa", "benefit", "ente", "terzo", "settore", "promozione", "volontariato", "non", "profit",
	"ev", "gmbh", "ggmbh", "eg", "asbl", "vzw", "scop", "scic", "ltd", "cic", "cio", "sl", "sccl", "verein", "association", "asociacion", "cooperative",
	"the", "il", "la", "lo", "i", "gli", "le", "l", "di", "del", "della", "dello", "dei", "degli", "delle", "d", "e", "ed", "per", "a", "in", "and", "of", "und")

// coreName is the skeleton of a name without legal forms and small words. A
// name of nothing else is kept whole.
func coreName(name string) string {
	skeleton := strings.ReplaceAll(lookalike.Skeleton(name), ".", "")
	words := strings.FieldsFunc(skeleton, func(r rune) bool { return !isLetterOrDigit(r) })
	var core []string
	for _, w := range words {
		if !legalForms[w] {
			core = append(core, w)
		}
	}
	if len(core) == 0 {
		core = words
	}
	return strings.Join(core, " ")
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127
}

// name is one name in the forms in which it is compared.
type name struct {
	core    string // without legal forms
	ordered string // with its words in the order of the alphabet
	stem    uint64 // of the words in order without their endings
	letters [alphabet]uint8
}

// alphabet is into how many heaps letters are counted.
const alphabet = 32

func newName(text string) name {
	n := name{core: coreName(text)}
	words := strings.Fields(n.core)
	if !slices.IsSorted(words) {
		slices.Sort(words)
	}
	if n.ordered = strings.Join(words, " "); n.ordered == n.core {
		n.ordered = n.core
	}
	n.stem = number(stemmed(words))
	for i := range len(n.core) {
		if at := n.core[i] % alphabet; n.letters[at] < 255 {
			n.letters[at]++
		}
	}
	return n
}

// nameLikeness compares every name of one with every name of the other: 1 for
// the same name, otherwise how alike the letters are (Jaro-Winkler), whatever
// the order of the words and their endings. What is beneath similarName may be
// told as 0.
func nameLikeness(a, b *Profile) float64 {
	best := 0.0
	for i := range a.names {
		for j := range b.names {
			if a.names[i].core == b.names[j].core {
				return 1
			}
			best = max(best, alike(&a.names[i], &b.names[j]))
		}
	}
	return best
}

// alike compares two names that differ; less than 1.
func alike(x, y *name) float64 {
	const nearly = 0.99
	if x.ordered == y.ordered || x.stem == y.stem {
		return nearly
	}
	if atMost(x, y) < similarName {
		return 0
	}
	measure := metrics.NewJaroWinkler()
	best := measure.Compare(x.core, y.core)
	if x.ordered != x.core || y.ordered != y.core {
		best = max(best, measure.Compare(x.ordered, y.ordered))
	}
	return min(nearly, best)
}

// atMost is how alike two names can be whose letters are these: Jaro's formula
// with every common letter in its place, and Winkler's for four letters at the
// beginning.
func atMost(x, y *name) float64 {
	if len(x.core) == 0 || len(y.core) == 0 {
		return 0
	}
	common := 0
	for i := range x.letters {
		common += int(min(x.letters[i], y.letters[i]))
	}
	jaro := (float64(common)/float64(len(x.core)) + float64(common)/float64(len(y.core)) + 1) / 3
	return jaro + 0.4*(1-jaro)
}

// shortestStem is how long a word must be, in bytes, to have an ending.
const shortestStem = 4

// stemmed joins the words without their endings (Snowball, Italian).
func stemmed(words []string) string {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = w
		if len(w) >= shortestStem {
			env := snowballstem.NewEnv(w)
			italian.Stem(env)
			stems[i] = strings.TrimRight(env.Current(), "aeiou")
		}
	}
	return strings.Join(stems, " ")
}
