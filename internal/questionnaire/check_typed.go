package questionnaire

import (
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"telaio/internal/fault"
)

// Limits for questions that set none.
const (
	defaultText     = 300
	defaultLongText = 20_000
	defaultItems    = 50
	earliestYear    = 1800
	latestYear      = 2100
	longestEmail    = 254
	longestURL      = 2000
	longestNumber   = 1_000_000_000
)

func checkLength(q *Question, s string) fault.Message {
	limit := q.Max
	switch {
	case limit == 0 && q.Type == LongText:
		limit = defaultLongText
	case limit == 0:
		limit = defaultText
	}
	n := utf8.RuneCountInString(s)
	switch {
	case n > limit:
		return counted("question.too_long", n-limit, "Max", limit)
	case n < q.Min:
		return counted("question.too_short", q.Min-n)
	}
	return fault.Message{}
}

func checkInteger(q *Question, s string) fault.Message {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || n > longestNumber || n < -longestNumber:
		return message("question.number")
	case n < q.Min:
		return message("question.number_min", "Min", q.Min)
	case q.Max != 0 && n > q.Max:
		return message("question.number_max", "Max", q.Max)
	}
	return fault.Message{}
}

func checkYear(q *Question, s string) fault.Message {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != 4 {
		return message("question.year")
	}
	first, last := q.Min, q.Max
	if first == 0 {
		first = earliestYear
	}
	if last == 0 {
		last = latestYear
	}
	if n < first || n > last {
		return message("question.year_range", "Min", strconv.Itoa(first), "Max", strconv.Itoa(last))
	}
	return fault.Message{}
}

func checkDate(s string) fault.Message {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < earliestYear || t.Year() > latestYear {
		return message("question.date")
	}
	return fault.Message{}
}

var filePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$`)

func checkFile(s string) fault.Message {
	if !filePattern.MatchString(s) {
		return message("question.file")
	}
	return fault.Message{}
}

// CheckWebAddress says what is wrong with the address of a public web page, with
// an empty key if nothing is.
func CheckWebAddress(address string) fault.Message { return checkURL(address) }

// checkURL accepts the address of a public web page: http or https, a name with
// a dot, nobody's password in it.
func checkURL(s string) fault.Message {
	if len(s) > longestURL {
		return message("question.url_long")
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil || strings.ContainsAny(s, " \"<>\\`") {
		return message("question.url")
	}
	if !isDomain(u.Hostname()) {
		return message("question.url")
	}
	return fault.Message{}
}

var labelPattern = regexp.MustCompile(`^[\pL\pN]([\pL\pN\pM-]*[\pL\pN\pM])?$`)

// isDomain reports whether the name looks like one of the public internet.
func isDomain(name string) bool {
	name = strings.TrimSuffix(name, ".")
	labels := strings.Split(name, ".")
	if len(labels) < 2 || len(name) > 253 || net.ParseIP(name) != nil {
		return false
	}
	for _, label := range labels {
		if len(label) > 63 || !labelPattern.MatchString(label) {
			return false
		}
	}
	return utf8.RuneCountInString(labels[len(labels)-1]) > 1
}

func checkEmail(s string) fault.Message {
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s || len(s) > longestEmail || strings.ContainsAny(s, "\" ()<>[]") {
		return message("question.email")
	}
	if !isDomain(s[strings.LastIndexByte(s, '@')+1:]) {
		return message("question.email")
	}
	return fault.Message{}
}

var phonePattern = regexp.MustCompile(`^\+?[0-9 ()./-]+$`)

// checkPhone accepts what people write as a number: 5 to 15 digits (E.164),
// with the signs that are usual between them.
func checkPhone(s string) fault.Message {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if !phonePattern.MatchString(s) || digits < 5 || digits > 15 || len(s) > 40 {
		return message("question.phone")
	}
	return fault.Message{}
}
