package review_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/secret"
)

func hash(token string) string { return secret.Hash(token) }

// keyOf is the message key of a refusal.
func keyOf(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Message.Key
	}
	return ""
}

func difference(base, today, proposed string) review.Difference {
	return review.Difference{Field: "name", Base: json.RawMessage(base), Today: json.RawMessage(today), Proposed: json.RawMessage(proposed)}
}

func TestOvertaken_onlyIfBothSidesChangedAndDiffer(t *testing.T) {
	tests := []struct {
		name string
		d    review.Difference
		want bool
	}{
		{"nobody else changed it", difference(`"a"`, `"a"`, `"b"`), false},
		{"somebody else changed it", difference(`"a"`, `"c"`, `"b"`), true},
		{"somebody else did the same", difference(`"a"`, `"b"`, `"b"`), false},
		{"it was filled in meanwhile", difference(`null`, `"c"`, `"b"`), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.d.Overtaken(); got != tt.want {
				t.Errorf("Overtaken = %v; want %v", got, tt.want)
			}
		})
	}
}

func TestSuggested_keepsBackWhatLooksPersonal(t *testing.T) {
	clean, overtaken := difference(`"a"`, `"a"`, `"b"`), difference(`"a"`, `"c"`, `"b"`)
	tests := []struct {
		name  string
		d     review.Difference
		flags []review.Flag
		want  review.Verdict
	}{
		{"nothing to note", clean, nil, review.Accept},
		{"a personal address", clean, []review.Flag{{Kind: review.PersonalEmail, Field: "name"}}, review.Keep},
		{"a personal address elsewhere", clean, []review.Flag{{Kind: review.PersonalEmail, Field: "story"}}, review.Accept},
		{"changed by somebody else", overtaken, nil, review.Undecided},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := review.Suggested(tt.d, tt.flags); got != tt.want {
				t.Errorf("Suggested = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestResolve_refusesWhatIsNotDecided(t *testing.T) {
	one := []review.Difference{difference(`"a"`, `"a"`, `"b"`)}
	tests := []struct {
		name    string
		choices review.Choices
		want    string
	}{
		{"no choice", review.Choices{}, "error.invalid"},
		{"an amendment without words", review.Choices{"name": {Verdict: review.Amend}}, "error.invalid"},
		{"everything kept", review.Choices{"name": {Verdict: review.Keep}}, "desk.error.nothing_to_publish"},
		{"accepted", review.Choices{"name": {Verdict: review.Accept}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := review.Resolve(one, tt.choices)
			if got := keyOf(err); got != tt.want {
				t.Errorf("Resolve = %v; want %q", err, tt.want)
			}
		})
	}
}

func TestFlagsOfFields(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []review.FlagKind
	}{
		{"a common mailbox", "Scrivete a info@bottega.example", nil},
		{"a name and a surname", "sara.pellegrini@bottega.example", []review.FlagKind{review.PersonalEmail}},
		{"a private provider", "scrivi a sarap82@gmail.com", []review.FlagKind{review.PersonalEmail}},
		{"a task at a private provider", "officinedellarte.info@gmail.com", nil},
		{"an Italian mobile", "tel. 347 123 4567", []review.FlagKind{review.MobilePhone}},
		{"an Italian mobile with prefix", "+39 347.1234567", []review.FlagKind{review.MobilePhone}},
		{"a landline", "06 1234 5678", nil},
		{"a full name by a number", "Chiedere di Marta Rossi, 06 1234 5678", []review.FlagKind{review.PersonAndPhone}},
		{"a tax code", "CF RSSMRT80A41H501U", []review.FlagKind{review.TaxCode}},
		{"an IBAN", "IT60 X054 2811 1010 0000 0123 456", []review.FlagKind{review.BankAccount}},
		{"years", "dal 2013 al 2019", nil},
		{"a hidden sign", "ab\u202ecd", []review.FlagKind{review.HiddenSign}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := review.Difference{Field: "story", Base: json.RawMessage("null"), Today: json.RawMessage("null"), Proposed: raw(t, tt.text)}
			var got []review.FlagKind
			for _, f := range review.FlagsOfFields([]review.Difference{d}) {
				got = append(got, f.Kind)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("flags of %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestFlagsOfFields_tellsOfSignsThatAreGoneAlready(t *testing.T) {
	changes := []organisation.Change{{Field: "name", Before: raw(t, nil), After: raw(t, "Officine Zero"), Turned: true}}
	want := []review.Flag{{Kind: review.HiddenSign, Field: "name"}}
	if diff := cmp.Diff(want, review.FlagsOfFields(review.Compare(organisation.Card{}, changes))); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
	p, err := review.Rebase(organisation.Proposal{Changes: changes}, organisation.Organisation{Card: organisation.Card{Name: "OZ"}})
	if err != nil || len(p.Changes) != 1 || !p.Changes[0].Turned {
		t.Errorf("as a change of a known organisation: %+v, %v; want it still marked", p.Changes, err)
	}
}

func TestFlagsOfFields_saysNothingOfWhatIsPublicAlready(t *testing.T) {
	d := review.Difference{
		Field: "contacts", Base: raw(t, map[string]string{"email": "sarap@gmail.com"}),
		Today: raw(t, map[string]string{"email": "sarap@gmail.com"}), Proposed: raw(t, map[string]string{"email": "sarap@gmail.com", "website": "https://x.example"}),
	}
	if flags := review.FlagsOfFields([]review.Difference{d}); len(flags) != 0 {
		t.Errorf("flags = %v; want none", flags)
	}
}

func TestFlagsOfFields_findsNamesThatImitate(t *testing.T) {
	d := review.Difference{Field: "name", Base: json.RawMessage("null"), Today: json.RawMessage("null"), Proposed: raw(t, "Оfficine Zero")}
	flags := review.FlagsOfFields([]review.Difference{d})
	if len(flags) != 1 || flags[0].Kind != review.MixedScript {
		t.Errorf("flags = %v; want mixed scripts", flags)
	}
}

func TestHeldBy(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	held := organisation.Proposal{LockedBy: "elena", LockedUntil: now.Add(time.Minute)}
	if got := review.HeldBy(held, "dino", now); got != "elena" {
		t.Errorf("HeldBy for another = %q; want elena", got)
	}
	if got := review.HeldBy(held, "elena", now); got != "" {
		t.Errorf("HeldBy for herself = %q; want nobody", got)
	}
	if got := review.HeldBy(held, "dino", now.Add(2*time.Minute)); got != "" {
		t.Errorf("HeldBy when over = %q; want nobody", got)
	}
}

func TestResolve_publishesExactlyWhatWasChosen(t *testing.T) {
	verdicts := []review.Verdict{review.Undecided, review.Accept, review.Keep}
	rapid.Check(t, func(t *rapid.T) {
		today := organisation.Card{Name: "A", Target: "B", Story: "C"}
		wanted := organisation.Card{Name: "a", Target: "b", Story: "c"}
		differences := review.Compare(today, organisation.Diff(today, wanted))
		choices, decided, accepted := review.Choices{}, true, 0
		for _, d := range differences {
			v := rapid.SampledFrom(verdicts).Draw(t, string(d.Field))
			choices[d.Field] = review.Choice{Verdict: v}
			decided = decided && v != review.Undecided
			if v == review.Accept {
				accepted++
			}
		}
		values, _, err := review.Resolve(differences, choices)
		if (err == nil) != (decided && accepted > 0) {
			t.Fatalf("Resolve(%v) = %v", choices, err)
		}
		if err != nil {
			return
		}
		got, err := organisation.Apply(today, values)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range differences {
			want := d.Today
			if choices[d.Field].Verdict == review.Accept {
				want = d.Proposed
			}
			if string(got.Value(d.Field)) != string(want) {
				t.Fatalf("%s = %s; want %s", d.Field, got.Value(d.Field), want)
			}
		}
	})
}

func FuzzFlagsOfFields(f *testing.F) {
	f.Add("sara.pellegrini@bottega.example +39 347 1234567 IT60X0542811101000000123456")
	f.Fuzz(func(t *testing.T, text string) {
		value, err := json.Marshal(text)
		if err != nil {
			t.Skip()
		}
		review.FlagsOfFields([]review.Difference{{Field: "story", Today: json.RawMessage("null"), Proposed: value}})
	})
}
