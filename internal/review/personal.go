package review

import (
	"regexp"
	"strings"

	"telaio/internal/twin"
)

var (
	emailPattern   = regexp.MustCompile(`(?i)[a-z0-9._%+\-]+@[a-z0-9.\-]+\.[a-z]{2,}`)
	phonePattern   = regexp.MustCompile(`(?:\+|00)?\d[\d .\-/()]{6,}\d`)
	taxCodePattern = regexp.MustCompile(`(?i)\b[a-z]{6}[0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2}[a-z][0-9lmnpqrstuv]{3}[a-z]\b`)
	ibanPattern    = regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,4})?\b`)
	namePattern    = regexp.MustCompile(`\b\p{Lu}\p{Ll}{2,} (?:(?:de|di|da|del|della|dello|De|Di|Da|Del|Della|Lo|La) )?\p{Lu}\p{Ll}{2,}\b`)
)

// personalIn says what in the text looks like one person's data.
func personalIn(text string) []FlagKind {
	var kinds []FlagKind
	for _, address := range emailPattern.FindAllString(text, -1) {
		if looksPersonal(address) {
			kinds = append(kinds, PersonalEmail)
			break
		}
	}
	mobile, named := false, false
	for _, at := range phonePattern.FindAllStringIndex(text, -1) {
		if !isPhone(text[at[0]:at[1]]) {
			continue
		}
		mobile = mobile || isMobile(text[at[0]:at[1]])
		named = named || namePattern.MatchString(around(text, at))
	}
	if mobile {
		kinds = append(kinds, MobilePhone)
	}
	if named {
		kinds = append(kinds, PersonAndPhone)
	}
	if taxCodePattern.MatchString(text) {
		kinds = append(kinds, TaxCode)
	}
	for _, number := range ibanPattern.FindAllString(text, -1) {
		if isIBAN(number) {
			kinds = append(kinds, BankAccount)
			break
		}
	}
	return kinds
}

// looksPersonal reports whether an e-mail address seems to be one person's: two
// names with a sign between them, or a mailbox at a provider of private ones
// that is not named after a task.
func looksPersonal(address string) bool {
	local, domain, ok := strings.Cut(strings.ToLower(address), "@")
	if !ok {
		return false
	}
	for _, task := range strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._-+", r) }) {
		if taskMailboxes[strings.TrimRight(task, "0123456789")] {
			return false
		}
	}
	if twin.PrivateMail(domain) {
		return true
	}
	first, last, ok := strings.Cut(local, ".")
	return ok && isWord(first) && len(last) > 0 && isWord(strings.ReplaceAll(last, ".", ""))
}

func isWord(s string) bool {
	for _, r := range strings.TrimRight(s, "0123456789") {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return s != ""
}

// taskMailboxes are names of mailboxes that belong to a task, not to a person.
var taskMailboxes = setOf("info", "contatti", "contatto", "contact", "contacts", "segreteria", "amministrazione", "admin", "office", "ufficio",
	"stampa", "press", "comunicazione", "redazione", "staff", "team", "hello", "ciao", "posta", "mail", "associazione", "cooperativa", "coop",
	"collettivo", "sportello", "formazione", "corsi", "eventi", "soci", "iscrizioni", "presidenza", "direzione", "help", "aiuto", "support",
	"supporto", "privacy", "progetti", "rete", "sede", "lavoro", "sindacato", "legale", "biblioteca", "officina", "officine", "laboratorio", "spazio")

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// isPhone tells numbers from years, sums and tax numbers by their length.
func isPhone(number string) bool {
	n := len(digitsOf(number))
	return n >= 8 && n <= 15
}

// isMobile knows Italian mobile numbers: 3, two more digits, six or seven more.
func isMobile(number string) bool {
	digits := digitsOf(number)
	digits = strings.TrimPrefix(digits, "00")
	if len(digits) > 10 {
		digits = strings.TrimPrefix(digits, "39")
	}
	return (len(digits) == 9 || len(digits) == 10) && digits[0] == '3'
}

// around gives the number's line, at most forty letters to each side of it.
func around(text string, at []int) string {
	from, to := max(0, at[0]-40), min(len(text), at[1]+40)
	if i := strings.LastIndexByte(text[from:at[0]], '\n'); i >= 0 {
		from += i + 1
	}
	if i := strings.IndexByte(text[at[1]:to], '\n'); i >= 0 {
		to = at[1] + i
	}
	return strings.ToValidUTF8(text[from:to], "")
}

// isIBAN checks the remainder of ISO 7064 MOD 97-10.
func isIBAN(number string) bool {
	s := strings.ToUpper(strings.ReplaceAll(number, " ", ""))
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	remainder := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			remainder = (remainder*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			remainder = (remainder*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return remainder == 1
}
