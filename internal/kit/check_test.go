package kit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/kit"
)

// TestParse_saysLineAndReason changes the shipped kit in one place each time.
func TestParse_saysLineAndReason(t *testing.T) {
	const form, levels = "forms: [empowerment]\n        na_allowed: false", "          - {level: 1, it: \"Ascoltiamo"
	tests := []struct {
		name    string
		changes []string // what is there, what is put in its place
		want    []string
	}{
		{"nothing is wrong", nil, nil},
		{"an unknown key", []string{"primary_language: it", "primary_language: it\ntotal: true"}, []string{`9: unknown key "total"`}},
		{"a language that is not known", []string{`en: "I do not know"}`, `en: "I do not know", fr: "Je ne sais pas"}`}, []string{`32: unknown key "fr"`}},
		{"a key twice", []string{"status: draft", "status: draft\nstatus: final"}, []string{`7: mapping key "status" already defined at [6:1]`}},
		{"an id of another kind", []string{"id: kit-solidarieta", "id: Kit"}, []string{`4: id "Kit" must be like quick-check`}},
		{"a version that nothing can compare", []string{`"1.0.0-draft"`, `"1"`}, []string{`5: version "1" must be like 1.0.0 or 1.0.0-draft`}},
		{"an unknown status", []string{"status: draft", "status: good"}, []string{`6: status "good" must be draft, pilot, final or retired`}},
		{"a language less", []string{"languages: [it, en]", "languages: [it]"}, []string{"7: the languages are it and en, and the primary one is it"}},
		{"no Italian title", []string{`it: "Kit di autovalutazione: come`, `it: "" # "`}, []string{`9: title has no text in "it"`}},
		{"no English level", []string{`en: "We do not collect needs: we offer what we know how to do."`, `en: ""`}, []string{`107: this has no text in "en"`}},
		{"an answer option less", []string{"  - {code: DK, it: \"Non lo so\", en: \"I do not know\"}\n", ""}, []string{"25: the answer options must be [L0 L1 L2 L3 L4 NA DK], in this order"}},
		{"a total", []string{"overall_score: false", "overall_score: true"}, []string{"46: there is no overall score: a profile, never one number"}},
		{"a rule that nobody knows", []string{"band_rule: ceil_minus_half", "band_rule: round"}, []string{`47: unknown rule "round": want ceil_minus_half`}},
		{"a gate that tells too much", []string{"benchmark_min_orgs_median: 5", "benchmark_min_orgs_median: 2"}, []string{"56: with fewer than 5 organisations one could guess which they are"}},
		{"thresholds the wrong way round", []string{"agreement_partial_max: 0.8", "agreement_partial_max: 0.2"}, []string{"53: want at least agreement_full_max"}},
		{"a retest of a few", []string{"  provisional_sem:", "  retest: {organisations: 12, sd_of_differences: 0.4, confidence: 0.9}\n  provisional_sem:"}, []string{"59: a retest needs 20 organisations or more"}},
		{"a form that the taxonomy has not", []string{"en: \"Advocacy: voice, rights and representation\"}", "en: \"Advocacy\"}\n  - {id: power, it: \"Potere\", en: \"Power\"}"}, []string{`64: solidarity_form has no code "power"`}},
		{"a meeting longer than said", []string{"consensus_meeting: 120", "consensus_meeting: 90"}, []string{"73: the steps take 120 minutes together, the meeting 90"}},
		{"an unknown form of an item", []string{form, "forms: [friendship]\n        na_allowed: false"}, []string{`102: unknown form "friendship"`}},
		{"a level gap", []string{levels, "          - {level: 2, it: \"Ascoltiamo"}, []string{"108: level 2 stands where level 1 should be"}},
		{"a level missing at the end", []string{"          - {level: 4, it: \"Scegliamo le", "          # - {level: 4, it: \"Scegliamo le"}, []string{"106: there are 4 levels; want 0 to 4"}},
		{"an item id twice", []string{"- id: EMP2", "- id: EMP1"}, []string{`119: id "EMP1" is used twice`, `137: id "EMP2-R1" must be like EMP1-R1`, `138: id "EMP2-R2" must be like EMP1-R1`, `868: unknown item "EMP2"`, `126: item "EMP1" says quick_check: true and is not in the quick check`}},
		{"an item under another dimension's name", []string{"- id: EMP1", "- id: NET7"}, []string{`98: id "NET7" must be like EMP1`, `116: id "EMP1-R1" must be like NET7-R1`, `117: id "EMP1-R2" must be like NET7-R1`}},
		{"an item without a meaning", []string{"meaning_version: 1", "meaning_version: 0"}, []string{"99: item EMP1 needs a meaning_version of 1 or more"}},
		{"a dimension out of order", []string{"order: 2", "order: 3"}, []string{"204: dimension NET has the order 3 and stands in place 2"}},
		{"a recommendation for no level there is", []string{"for_levels: [0, 1]", "for_levels: [0, 5]"}, []string{"116: EMP1-R1 is for level 5, which does not exist"}},
		{"a recommendation for the top", []string{"for_levels: [0, 1]", "for_levels: [4]"}, []string{"116: EMP1-R1 is for level 4, after which there is no next one"}},
		{"a recommendation id twice", []string{"EMP1-R2", "EMP1-R1"}, []string{`117: id "EMP1-R1" is used twice`}},
		{"an unknown effort", []string{"effort: low, it: \"Prep", "effort: tiny, it: \"Prep"}, []string{`116: EMP1-R1: unknown effort "tiny"`}},
		{"evidence in one language only", []string{`en: ["Survey results", `, `en: [`}, []string{`112: item EMP1 has 3 kinds of evidence in "it" and 2 in "en"`}},
		{"a source that is not listed", []string{"sources: [nest4work-practices, zimm", "sources: [nest4work, zimm"}, []string{`96: unknown source "nest4work"`}},
		{"a source twice", []string{"{id: nest4work-project,", "{id: nest4work-practices,"}, []string{`1000: id "nest4work-practices" is used twice`, `548: unknown source "nest4work-project"`, `774: unknown source "nest4work-project"`}},
		{"a quick item that is not there", []string{"items: [EMP2, EMP4", "items: [EMP2, EMP8"}, []string{`868: unknown item "EMP8"`, `168: item "EMP4" says quick_check: true and is not in the quick check`}},
		{"a quick item that says no", []string{"items: [EMP2, EMP4", "items: [EMP1, EMP2, EMP4"}, []string{`868: item "EMP1" says quick_check: false`}},
		{"a field of no known type", []string{"{id: name, type: text", "{id: name, type: essay"}, []string{`883: field "name" has the unknown type "essay"`}},
		{"a choice without options", []string{"options: [output, outcome], ", ""}, []string{`907: field "indicator_kind": choices have options, other types have none`}},
		{"a figure that nothing works out", []string{"{id: reach, formula", "{id: grasp, formula"}, []string{`929: nothing works "grasp" out`}},
		{"an example that does not come out", []string{"computed_expected: {attainment: [0.7,", "computed_expected: {attainment: [0.9,"}, []string{"995: the example says 0.9 and 0.7 comes out"}},
		{"too many unscored items", []string{first, first + "        unscored: true\n", "- id: EMP2\n", "- id: EMP2\n        unscored: true\n", "- id: EMP3\n", "- id: EMP3\n        unscored: true\n"}, []string{"90: dimension EMP has 2 items that count and would always be out of scope"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k, problems := kit.Parse("f", shippedText(t, test.changes...), forms)
			var got []string
			for _, p := range problems {
				got = append(got, p.String()[len("f:"):])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if (k == nil) != (len(problems) > 0) {
				t.Error("there is a kit with problems, or none without")
			}
		})
	}
}
