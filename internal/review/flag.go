package review

import (
	"encoding/json"
	"strings"

	"telaio/internal/lookalike"
	"telaio/internal/organisation"
)

// FlagKind is a reason to look twice before deciding.
type FlagKind string

// The flags. The first group is about a field, the second about the whole
// proposal.
const (
	PersonalEmail  FlagKind = "personal_email" // an address that looks like one person's
	MobilePhone    FlagKind = "mobile_phone"   // a number that looks like one person's
	TaxCode        FlagKind = "tax_code"       // an Italian codice fiscale
	BankAccount    FlagKind = "bank_account"   // an IBAN
	PersonAndPhone FlagKind = "person_phone"   // a full name next to a number
	MixedScript    FlagKind = "mixed_script"   // letters of several scripts in a word
	ForeignScript  FlagKind = "foreign_script" // reads as Latin and is not
	HiddenSign     FlagKind = "hidden_sign"    // signs that cannot be seen
	PersonalData   FlagKind = "personal_data"  // any of the personal ones, in lists
	OvertakenField FlagKind = "overtaken"      // changed by somebody else meanwhile

	NoConsent    FlagKind = "no_consent"    // publishing is refused
	Duplicate    FlagKind = "duplicate"     // perhaps already on the atlas
	StaleBase    FlagKind = "stale_base"    // written against an older revision
	PrivatePlace FlagKind = "private_place" // places keep something back
	Leaves       FlagKind = "leaves"        // to be carried out within thirty days
	Answered     FlagKind = "answered"      // the sender has replied to a question
)

// Doubtful reports whether a field so flagged should not be accepted without a
// second thought.
func (k FlagKind) Doubtful() bool {
	switch k {
	case PersonalEmail, MobilePhone, TaxCode, BankAccount, PersonAndPhone, MixedScript, ForeignScript, HiddenSign:
		return true
	default:
		return false
	}
}

// Personal reports whether the flag says that there may be personal data.
func (k FlagKind) Personal() bool {
	switch k {
	case PersonalEmail, MobilePhone, TaxCode, BankAccount, PersonAndPhone:
		return true
	default:
		return false
	}
}

// Flag is one reason, on one field or ("") on the whole proposal.
type Flag struct {
	Kind  FlagKind
	Field organisation.Field
}

// FlagsOfFields looks through what a proposal would publish.
func FlagsOfFields(differences []Difference) []Flag {
	var flags []Flag
	for _, d := range differences {
		for _, kind := range flagsOf(d) {
			flags = append(flags, Flag{kind, d.Field})
		}
	}
	return flags
}

func flagsOf(d Difference) []FlagKind {
	texts := textsIn(d.Proposed)
	known := map[string]bool{}
	for _, t := range textsIn(d.Today) {
		known[t] = true
	}
	found := map[FlagKind]bool{HiddenSign: d.Turned}
	for _, text := range texts {
		if known[text] || d.Field == "logo" {
			continue // it is public already: a person has let it through
		}
		for _, kind := range personalIn(text) {
			found[kind] = true
		}
		if lookalike.Hidden(text) {
			found[HiddenSign] = true
		}
		if isName(d.Field) && lookalike.MixedScript(text) {
			found[MixedScript] = true
		}
		if isName(d.Field) && lookalike.Foreign(text) {
			found[ForeignScript] = true
		}
	}
	var kinds []FlagKind
	if d.Overtaken() {
		kinds = append(kinds, OvertakenField)
	}
	for _, kind := range []FlagKind{PersonalEmail, MobilePhone, TaxCode, BankAccount, PersonAndPhone, MixedScript, ForeignScript, HiddenSign} {
		if found[kind] {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func isName(f organisation.Field) bool { return f == "name" || f == "other_names" }

// textsIn lists every text in a JSON value, whatever its shape. Ids and codes
// are texts too and raise no flag.
func textsIn(v json.RawMessage) []string {
	var value any
	if json.Unmarshal(v, &value) != nil {
		return nil
	}
	var texts []string
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case string:
			if strings.TrimSpace(v) != "" {
				texts = append(texts, v)
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for key, item := range v {
				if key != "id" && key != "organisation_id" {
					walk(item)
				}
			}
		}
	}
	walk(value)
	return texts
}
