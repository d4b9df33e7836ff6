package kit_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/kit"
)

// read reads a file of answers to the shipped kit.
func read(t testing.TB, text string) (kit.Recording, error) {
	k := theKit(t)
	return kit.ReadRecording([]byte(text), finder(k))
}

func finder(k *kit.Kit) func(string) (*kit.Kit, error) {
	return func(reference string) (*kit.Kit, error) {
		if reference != "" && reference != k.Reference() {
			return nil, errors.New("there is no such kit")
		}
		return k, nil
	}
}

func TestReadRecording_takesWhatTheIssueShows(t *testing.T) {
	got, err := read(t, `{"kit":"kit-solidarieta@1.0.0-draft","mode":"confidential",
		"respondents":[{"id":"r1","answers":{"EMP1":"L3","EMP2":"NA","EMP3":"DK"}},{"id":"r2","answers":{"EMP1":"L1"}},{"id":"r3"}],
		"consensus":{"EMP1":{"level":3,"reason":"perché sì"},"EMP2":{"level":null,"reason":"due letture"},"EMP3":{"level":2.0}}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := kit.Input{
		Answers:   map[string][]kit.Code{"EMP1": codes(kit.L3, kit.L1), "EMP2": codes(kit.NotApplicable), "EMP3": codes(kit.DontKnow)},
		Consensus: map[string]kit.Consensus{"EMP1": {Level: kit.L3, Reason: "perché sì"}, "EMP2": {Reason: "due letture"}, "EMP3": {Level: kit.L2}},
	}
	if diff := cmp.Diff(want, got.Input); diff != "" || got.Mode != kit.Confidential {
		t.Errorf("mode %s, input (-want +got):\n%s", got.Mode, diff)
	}
}

func TestReadRecording_saysWhereAndWhy(t *testing.T) {
	person := func(answers string) string { return `{"respondents":[{"id":"r1","answers":{` + answers + `}}]}` }
	agreed := func(consensus string) string { return `{"respondents":[],"consensus":{` + consensus + `}}` }
	tests := []struct{ name, text, want string }{
		{"nothing", "", "1:1: this is not JSON: it ends too early"},
		{"half of it", "{\n  \"respondents\": [", "2:19: this is not JSON: unexpected EOF"},
		{"a comma too many", "{\"respondents\": [],\n}", "1:19: this is not JSON: invalid character ',' at start of value"},
		{"two of them", `{"respondents":[]} {"respondents":[]}`, "1:21: there is more than one value"},
		{"a list", `[]`, "1: want an object with kit, mode, respondents, consensus, found a list"},
		{"nobody named", `{}`, "1: respondents: it is missing"},
		{"an unknown kit", `{"respondents":[],` + "\n" + `"kit":"other@1"}`, "2: kit: there is no such kit"},
		{"an empty kit", `{"kit":"","respondents":[]}`, "1: kit: want ID@VERSION; leave kit out for the newest one"},
		{"an unknown key", `{"respondent":[]}`, "1: respondent: unknown key: want kit, mode, respondents, consensus"},
		{"a strange key", `{"a.b":1}`, `1: ["a.b"]: unknown key: want kit, mode, respondents, consensus`},
		{"an unknown mode", `{"mode":"secret","respondents":[]}`, `1: mode: unknown mode "secret": want named or confidential`},
		{"respondents as an object", `{"respondents":{}}`, "1: respondents: want a list of respondents, found an object"},
		{"a respondent without an id", `{"respondents":[{"answers":{}}]}`, "1: respondents[0]: the respondent has no id"},
		{"a number for an id", `{"respondents":[{"id":7}]}`, "1: respondents[0].id: want a text, found 7"},
		{"an id twice", `{"respondents":[{"id":"a"},{"id":"b"},{"id":"a"}]}`, `1: respondents[2].id: respondents[0] has the id "a" too`},
		{"a key twice", `{"respondents":[{"id":"a","id":"b"}]}`, "1: respondents[0].id: it is there twice"},
		{"an answer twice", person("\n" + `"EMP1":"L1",` + "\n" + `"EMP1":"L2"`), "3: respondents[0].answers.EMP1: it is there twice"},
		{"an item that the kit has not", person(`"EMP9":"L1"`), "1: respondents[0].answers.EMP9: kit-solidarieta@1.0.0-draft has no such item"},
		{"a level too high", person(`"EMP1":"L5"`), `1: respondents[0].answers.EMP1: unknown answer "L5": want one of L0, L1, L2, L3, L4, NA, DK`},
		{"a small letter", person(`"EMP1":"l3"`), `1: respondents[0].answers.EMP1: unknown answer "l3": want one of L0, L1, L2, L3, L4, NA, DK`},
		{"a number for an answer", person(`"EMP1":3`), "1: respondents[0].answers.EMP1: want one of L0, L1, L2, L3, L4, NA, DK, found 3; leave a skipped item out"},
		{"null for an answer", person(`"EMP1":null`), "1: respondents[0].answers.EMP1: want one of L0, L1, L2, L3, L4, NA, DK, found null; leave a skipped item out"},
		{"N/A where it is not allowed", person(`"EMP1":"NA"`), "1: respondents[0].answers.EMP1: EMP1 cannot be answered with NA"},
		{"answers as a list", `{"respondents":[{"id":"a","answers":[]}]}`, "1: respondents[0].answers: want an object of answers by item, found a list"},
		{"consensus on an unknown item", agreed(`"EMP9":{"level":1}`), "1: consensus.EMP9: kit-solidarieta@1.0.0-draft has no such item"},
		{"consensus without a level", agreed(`"EMP1":{"reason":"x"}`), "1: consensus.EMP1: level is missing: want a whole number from 0 to 4, or null to keep both readings"},
		{"consensus between levels", agreed(`"EMP1":{"level":2.5}`), "1: consensus.EMP1.level: want a whole number from 0 to 4, or null to keep both readings, found 2.5"},
		{"consensus beyond all levels", agreed(`"EMP1":{"level":1e308}`), "1: consensus.EMP1.level: want a whole number from 0 to 4, or null to keep both readings, found 1e308"},
		{"consensus beyond all numbers", agreed(`"EMP1":{"level":1e999}`), "1: consensus.EMP1.level: want a whole number from 0 to 4, or null to keep both readings, found 1e999"},
		{"consensus below all levels", agreed(`"EMP1":{"level":-1}`), "1: consensus.EMP1.level: want a whole number from 0 to 4, or null to keep both readings, found -1"},
		{"consensus as a text", agreed(`"EMP1":{"level":"L3"}`), `1: consensus.EMP1.level: want a whole number from 0 to 4, or null to keep both readings, found "L3"`},
		{"a reason that is a number", agreed(`"EMP1":{"level":3,"reason":3}`), "1: consensus.EMP1.reason: want a text, found 3"},
		{"a long text", `{"mode":"` + strings.Repeat("m", 1000) + `","respondents":3}`, `1: mode: unknown mode "` + strings.Repeat("m", 40) + `…": want named or confidential`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, test.text)
			wrong, ok := errors.AsType[*kit.InputError](err)
			if !ok || wrong.Error() != test.want {
				t.Errorf("error = %v\nwant    %s", err, test.want)
			}
		})
	}
}

// FuzzReadRecording: whatever the bytes are, they are refused with a place and
// a reason in one line, or can be scored and written down as JSON.
func FuzzReadRecording(f *testing.F) {
	f.Add(`{"kit":"kit-solidarieta@1.0.0-draft","mode":"named","respondents":[{"id":"r1","answers":{"EMP1":"L3","EMP2":"NA","EMP3":"DK"}}],"consensus":{"EMP1":{"level":3,"reason":"…"}}}`)
	f.Add(`{"respondents":[{"id":"a","answers":{"EMP1":"L1","EMP2":"L2","EMP3":"L3","EMP4":"L4","EMP5":"L0"}}],"consensus":{"EMP1":{"level":null}}}`)
	f.Add(`{"respondents":[],"consensus":{"EMP1":{"level":1e308}}}`)
	f.Add(`{"a":{"a":[[[[1`)
	k := theKit(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := kit.ReadRecording([]byte(text), finder(k))
		if err != nil {
			wrong, ok := errors.AsType[*kit.InputError](err)
			if !ok || wrong.Line < 1 || wrong.Reason == "" || strings.ContainsAny(err.Error(), "\r\n") {
				t.Fatalf("error = %q", err)
			}
			return
		}
		scored := r.Score()
		if _, err := json.Marshal(kit.ReportOf(scored.Result, kit.Changes(scored, scored))); err != nil {
			t.Fatal(err)
		}
	})
}
