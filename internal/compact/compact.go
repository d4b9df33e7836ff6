// Package compact keeps what the program holds for long in few pieces. The
// garbage collector visits each piece again and again, however small it is, and
// every page that is made anew pays for a part of its rounds.
package compact

import (
	"strings"
	"unique"
)

// Together makes the words parts of one text, which it returns: the words one
// after the other with a NUL between them.
func Together(words ...*string) string {
	var b strings.Builder
	size := len(words)
	for _, word := range words {
		size += len(*word)
	}
	b.Grow(size)
	for i, word := range words {
		if i > 0 {
			b.WriteByte(0)
		}
		b.WriteString(*word)
	}
	all, begin := b.String(), 0
	for _, word := range words {
		end := begin + len(*word)
		*word, begin = all[begin:end], end+1
	}
	return all
}

// Once makes words that many things say alike, codes for instance, the same
// pieces for all of them.
func Once(words ...*string) {
	for _, word := range words {
		*word = unique.Make(*word).Value()
	}
}
