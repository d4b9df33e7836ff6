package content_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	content "telaio/content"
	"telaio/internal/i18n"
)

// madeAtRunTime lists what a message key begins with where the program puts its
// end: a role, a field, a state. A key that can only be one is listed whole.
func madeAtRunTime() []string {
	return []string{
		"import.became.", "import.doing.", "import.every.", "import.format.", "import.feed_state.", "import.fetch.", "import.heading.", "import.outcome.", "import.part.", "import.problem.", "import.severity.", "import.state.",
		"api.description.", "hsds.operation.", "hsds.parameter.", "api.field.", "api.note.", "api.type.", "opendata.form.", "opendata.group.", "api.parameter.", "api.summary.", "problem.",
		"account.language.", "account.role.", "account.role_gloss.",
		"area.change_", "area.claim_proven_", "area.confirmed_", "area.origin_", "area.proposal_", "area.state_",
		"atlas.facet.", "atlas.more.", "atlas.order.", "atlas.value.",
		"claim.site_", "desk.claim.proof_", "consent.", "livemap.",
		"cycle.close_kept_", "cycle.end_few_", "cycle.end_sees_", "cycle.extent_", "cycle.mode_", "cycle.state_",
		"benchmark.area.", "benchmark.group.", "sharing.compare", "sharing.research", "study.extent.", "study.mode.", "study.state.",
		"practice.effort.", "practice.facet.", "practice.part.", "practice.problem.",
		"practice_desk.action.", "practice_desk.hint.", "practice_desk.state.", "practice_desk.tab.",
		"desk.action.", "desk.actor.", "desk.empty.", "desk.field.", "desk.flag.", "desk.flag_body.", "desk.language.",
		"desk.likeness.", "desk.organisation_state.", "desk.outcome.", "desk.purpose.", "desk.refusal.", "desk.state.", "desk.tab.", "desk.what.",
		"field.", "freshness.contacts_", "freshness.story_", "freshness.page_", "footer.theme_", "form.add_", "form.remove", "home.practice.", "kit.example_", "kit.method_", "kit.status_", "level.DK", "level.NA", "archive.why.", "gone.why.", "merge.moves.", "merge.side.", "merge.sureness.", "notice.", "observatory.",
		"organisation.by_", "organisation.funding", "organisation.governance", "organisation.legal_status", "organisation.people", "organisation.reach", "organisation.services", "organisation.words_in.",
		"initiative.ask.", "initiative.tell.", "initiative.csv.", "initiative.event.", "initiative.outcome.", "initiative.rows_", "initiative.mine", "initiative.nothing_missing_", "initiative.state.", "initiative.take_", "initiative.theirs", "initiative.why.", "initiative.hint.", "initiative.option.", "initiative.period_", "initiative.evidence_source", "initiative.note",
		"participate.mine", "participate.theirs", "participate.take_",
		"respond.ended_", "respond.finish_", "respond.finished_", "respond.group.", "respond.mode_", "respond.note_hint_", "respond.short_",
		"relation.answer_", "relation.filter_", "relation.steps_", "claim.accepted_by_", "claim.accepted_proof_",
		"alert.every_", "webhook.advice_", "webhook.kind_", "webhook.outcome_", "webhook.reason_", "webhook.state_", "webhook.why_", "readership.kind.", "dump.file.", "dump.meaning_of.",
		"plan.state_", "peer.state_", "report.differences_body_", "report.heading_", "report.importance_", "report.missing_", "report.among_", "report.strong.", "report.weak.",
		"stewardship.column_", "status.kicker_", "status.stage_", "status.state_", "status.withdraw_",
	}
}

// TestLocale_everySentenceIsMentioned keeps sentences that nobody can read any
// more out of the files that editors translate.
func TestLocale_everySentenceIsMentioned(t *testing.T) {
	mentioned := words(t, regexp.MustCompile(`[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+`))
	idle := map[string]bool{}
	for _, prefix := range madeAtRunTime() {
		idle[prefix] = true
	}
	for _, key := range messageKeys(t) {
		if mentioned[key] || mentioned[strings.TrimSuffix(key, "_body")] { // an error's second sentence goes with its first
			continue
		}
		begins := func(prefix string) bool { return strings.HasPrefix(key, prefix) }
		i := slices.IndexFunc(madeAtRunTime(), begins)
		if i < 0 {
			t.Errorf("nothing says %s: remove it, or list how its key is made", key)
			continue
		}
		idle[madeAtRunTime()[i]] = false
	}
	for prefix, yes := range idle {
		if yes {
			t.Errorf("no message needs %q in the list of those made at run time", prefix)
		}
	}
}

func TestMail_everyLetterIsWrittenBySomeone(t *testing.T) {
	mentioned := words(t, regexp.MustCompile(`"[a-z_]+"`))
	letters, err := fs.Glob(content.Files, "mail/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range letters {
		name := strings.TrimSuffix(path.Base(file), ".yaml")
		if !mentioned[`"`+name+`"`] {
			t.Errorf("nobody writes the letter %s", name)
		}
	}
}

// messageKeys lists the keys of the Italian messages; the English ones are the
// same. A message with plurals is one key.
func messageKeys(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(content.Files, "locale/it/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, file := range files {
		raw, err := fs.ReadFile(content.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := yaml.Unmarshal(raw, &tree); err != nil {
			t.Fatal(err)
		}
		collect(keys, "", tree)
	}
	return slices.Sorted(maps.Keys(keys))
}

func collect(keys map[string]bool, above string, tree map[string]any) {
	for name, value := range tree {
		inner, group := value.(map[string]any)
		if group && !i18n.IsPlural(inner) {
			collect(keys, above+name+".", inner)
			continue
		}
		keys[above+name] = true
	}
}

// words finds what the pattern matches in everything that the program is made
// of: Go, templates, scripts and questionnaires, but neither tests nor what is
// generated from these.
func words(t *testing.T, pattern *regexp.Regexp) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, root := range []string{"../../cmd", "../../internal", "../../content/questionnaire"} {
		err := fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !isSource(file) {
				return err
			}
			text, err := os.ReadFile(path.Join(root, file))
			for _, word := range pattern.FindAllString(string(text), -1) {
				found[word] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func isSource(file string) bool {
	if strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") {
		return false
	}
	return slices.Contains([]string{".go", ".templ", ".ts", ".yaml"}, path.Ext(file))
}
