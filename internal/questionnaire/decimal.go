package questionnaire

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"telaio/internal/fault"
)

var (
	plainDecimal = regexp.MustCompile(`^-?[0-9]{1,15}([.,][0-9]{1,15})?$`)
	spaced       = regexp.MustCompile(`([0-9])[ '’\x{a0}\x{202f}]([0-9]{3})`)
	thousands    = regexp.MustCompile(`^-?[0-9]{1,3}([.,][0-9]{3})+$`)
	oneThousand  = regexp.MustCompile(`^-?[1-9][0-9]{0,2}\.[0-9]{3}$`)
)

// ParseDecimal reads a number as people write it: "1.280,50", "1,280.50",
// "1 280,5" and "1280.5" are the same. One comma is a decimal sign; one point
// with three digits behind it stands between thousands, as in Italian.
func ParseDecimal(s string) (float64, bool) {
	bare := spaced.ReplaceAllString(strings.TrimSpace(strings.ReplaceAll(s, "\u2212", "-")), "$1$2")
	bare = spaced.ReplaceAllString(bare, "$1$2") // a match takes the digit that the next one needs
	comma, point := strings.LastIndexByte(bare, ','), strings.LastIndexByte(bare, '.')
	switch {
	case comma >= 0 && point >= 0:
		decimal := max(comma, point)
		whole := bare[:decimal]
		if !thousands.MatchString(whole) || strings.ContainsRune(whole, rune(bare[decimal])) {
			return 0, false
		}
		bare = withoutGroups(whole) + "." + bare[decimal+1:]
	case strings.Count(bare, ",") > 1 || strings.Count(bare, ".") > 1 || oneThousand.MatchString(bare):
		if !thousands.MatchString(bare) {
			return 0, false
		}
		bare = withoutGroups(bare)
	}
	if !plainDecimal.MatchString(bare) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Replace(bare, ",", ".", 1), 64)
	return n + 0, err == nil // + 0: there is no −0
}

func withoutGroups(s string) string { return strings.NewReplacer(".", "", ",", "").Replace(s) }

// FormatDecimal writes a number with a point, so that ParseDecimal reads the
// same number again: three decimals, which could be thousands, become four.
func FormatDecimal(n float64) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	s := strconv.FormatFloat(n+0, 'f', -1, 64)
	if oneThousand.MatchString(s) {
		s += "0"
	}
	return s
}

// canonicalDecimal is the form in which a number is kept, or what was typed if
// it is none.
func canonicalDecimal(s string) string {
	n, ok := ParseDecimal(s)
	if !ok {
		return s
	}
	return FormatDecimal(n)
}

func checkNumber(q *Question, s string) fault.Message {
	n, ok := ParseDecimal(s)
	switch {
	case !ok || math.Abs(n) > longestNumber:
		return message("question.number_decimal")
	case n < float64(q.Min):
		return message("question.number_min", "Min", q.Min)
	case q.Max != 0 && n > float64(q.Max):
		return message("question.number_max", "Max", q.Max)
	}
	return fault.Message{}
}
