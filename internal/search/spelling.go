package search

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"
)

// mistakes is how many wrong letters a word may have: none in a short one, two
// in a long one. Exchanging two neighbours is one mistake.
func mistakes(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	default:
		return 2
	}
}

// misspelt lists the words that this one may have been meant for, the likeliest
// first: with the fewest mistakes, then the most common.
func (s *segment) misspelt(word string) []variant {
	var found []variant
	near(word, s, func(n uint32, distance int) {
		if distance > 0 {
			found = append(found, variant{n, misspeltQuality / float32(distance)})
		}
	})
	slices.SortFunc(found, func(a, b variant) int {
		return cmp.Or(cmp.Compare(b.quality, a.quality), cmp.Compare(s.counts[b.word], s.counts[a.word]), cmp.Compare(a.word, b.word))
	})
	return found[:min(len(found), maxSpellings)]
}

// nearest is the word with synonyms that a misspelt one is nearest to, "" if
// there is none.
func (l *Language) nearest(word string) string {
	best, fewest := "", 3
	near(word, l.known, func(n uint32, distance int) {
		if distance < fewest {
			best, fewest = l.known.word(n), distance
		}
	})
	return best
}

// dictionary is words in order.
type dictionary interface {
	size() int
	word(n uint32) string
	// seek is the number of the first word that is not before w.
	seek(w string) uint32
}

// wordList is a small dictionary.
type wordList []string

func newWordList[V any](words map[string]V) wordList { return slices.Sorted(maps.Keys(words)) }

func (l wordList) size() int            { return len(l) }
func (l wordList) word(n uint32) string { return l[n] }
func (l wordList) seek(w string) uint32 {
	n, _ := slices.BinarySearch(l, w)
	return uint32(n)
}

// near calls found with the words of a dictionary that differ from this one by
// as many mistakes as it may have. It walks through the dictionary as through a
// tree: what words have in common at their beginning is compared once, and what
// differs too much there already is skipped.
func near(word string, d dictionary, found func(n uint32, distance int)) {
	most := mistakes(word)
	if most == 0 {
		return
	}
	c := comparison{target: []rune(word), most: most}
	for n := uint32(0); int(n) < d.size(); {
		w := d.word(n)
		if tooFar, ok := c.read(w); ok {
			n = d.seek(w[:tooFar] + "\xff") // no word has this byte: past all that begin so
			continue
		}
		if distance := c.distance(); distance <= most {
			found(n, distance)
		}
		n++
	}
}

// comparison is the table of the distance between a target and one word after
// the other (optimal string alignment: Damerau-Levenshtein without overlaps).
// Row i is for the first i letters of the word.
type comparison struct {
	target  []rune
	most    int
	letters []rune
	ends    []int // by letter read: where it ends in the word's bytes
	rows    [][]int
}

// read fills in the rows for w, from where it differs from the word before. It
// returns the length in bytes of the shortest beginning that is too far from
// every beginning of the target, if there is one.
func (c *comparison) read(w string) (tooFar int, ok bool) {
	if len(c.rows) == 0 {
		first := make([]int, len(c.target)+1)
		for i := range first {
			first[i] = i
		}
		c.rows = append(c.rows, first)
	}
	i, same := 0, true
	for at, r := range w {
		if same && i < len(c.letters) && c.letters[i] == r {
			i++
			continue
		}
		if same {
			c.letters, c.ends, same = c.letters[:i], c.ends[:i], false
		}
		c.letters, c.ends = append(c.letters, r), append(c.ends, at+utf8.RuneLen(r))
		i++
		if c.row(i) > c.most {
			return c.ends[i-1], true
		}
	}
	c.letters, c.ends = c.letters[:i], c.ends[:i]
	return 0, false
}

// row fills in row i and returns the least of it and of the row before, from
// which an exchange of neighbours could still come. Only the cells around the
// diagonal can stay within most mistakes; the others count as too far.
func (c *comparison) row(i int) int {
	if len(c.rows) <= i {
		c.rows = append(c.rows, make([]int, len(c.target)+1))
	}
	row, before, r := c.rows[i], c.rows[i-1], c.letters[i-1]
	from, to := max(1, i-c.most), min(len(c.target), i+c.most)
	least := c.most + 1
	row[from-1] = least
	if from == 1 {
		row[0] = i
		least = min(i, before[0])
	}
	for j := from; j <= to; j++ {
		t := c.target[j-1]
		cell := min(before[j], row[j-1]) + 1
		if t == r {
			cell = min(cell, before[j-1])
		} else {
			cell = min(cell, before[j-1]+1)
		}
		if i > 1 && j > 1 && t == c.letters[i-2] && r == c.target[j-2] {
			cell = min(cell, c.rows[i-2][j-2]+1)
		}
		row[j] = cell
		least = min(least, cell, before[j])
	}
	if to < len(c.target) {
		row[to+1] = c.most + 1
	}
	return least
}

// distance is how many mistakes are between the target and the word read, more
// than most if that is too many.
func (c *comparison) distance() int {
	if difference := len(c.letters) - len(c.target); difference > c.most || -difference > c.most {
		return c.most + 1
	}
	return c.rows[len(c.letters)][len(c.target)]
}
