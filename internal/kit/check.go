package kit

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// checker looks for what is wrong in a kit that could be read.
type checker struct {
	document   *strictyaml.Document
	taxonomies taxonomy.Set
	kit        *Kit
}

// shape is what the ids of some kind look like, with an example for editors.
type shape struct {
	pattern *regexp.Regexp
	example string
}

// The shapes of ids.
var (
	slugs = shape{regexp.MustCompile(`^[a-z][a-z0-9-]{0,59}$`), "quick-check"}
	codes = shape{regexp.MustCompile(`^[A-Z]{2,8}$`), "EMP"}
	keys  = shape{regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`), "people_reached"}
)

func (c *checker) check() {
	k := c.kit
	c.shaped(slugs, "", k.ID)
	if !semver.IsValid("v"+k.Version) || strings.Count(k.Version, ".") < 2 {
		c.add("version", "version %q must be like 1.0.0 or 1.0.0-draft", k.Version)
	}
	if !slices.Contains([]Status{Draft, Pilot, Final, Retired}, k.Status) {
		c.add("status", "status %q must be draft, pilot, final or retired", k.Status)
	}
	if !slices.Equal(k.Languages, []string{"it", "en"}) || k.PrimaryLanguage != "it" {
		c.add("languages", "the languages are it and en, and the primary one is it")
	}
	c.text("title", k.Title)
	c.text("purpose", k.Purpose)
	c.text("who_answers", k.WhoAnswers)
	c.text("how_to_choose_a_level", k.HowToChoose)
	c.text("privacy_notice", k.PrivacyNotice)
	c.timeNeeded()
	c.options()
	c.levels("level_meaning", k.LevelMeaning)
	c.rules()
	c.choices()
	c.phrases()
	c.sources()
	c.dimensions()
	c.quickCheck()
	c.sheet()
	c.example()
}

func (c *checker) add(path, format string, args ...any) { c.document.Add(path, format, args...) }

// text checks that a text is there in both languages.
func (c *checker) text(at string, text Text) {
	name := at[strings.LastIndexByte(at, '.')+1:]
	if strings.Trim(name, "0123456789") == "" {
		name = "this"
	}
	if strings.TrimSpace(text.It) == "" {
		c.add(at, "%s has no text in \"it\"", name)
	}
	if strings.TrimSpace(text.En) == "" {
		c.add(at, "%s has no text in \"en\"", name)
	}
}

// once notes an id that is used twice, or has another shape.
func (c *checker) once(seen map[string]bool, s shape, at, id string) {
	switch {
	case !s.pattern.MatchString(id):
		c.add(strictyaml.Path(at, "id"), "id %q must be like %s", id, s.example)
	case seen[id]:
		c.add(at+".id", "id %q is used twice", id)
	}
	seen[id] = true
}

// shaped notes an id that has another shape.
func (c *checker) shaped(s shape, at, id string) { c.once(map[string]bool{}, s, at, id) }

func (c *checker) timeNeeded() {
	t := c.kit.TimeNeeded
	if min(t.Individual, t.ConsensusMeeting, t.QuickCheck, t.InitiativeSheet) < 1 {
		c.add("time_needed_minutes", "each time must be a minute or more")
	}
	minutes := 0
	for i, step := range c.kit.MeetingGuide {
		at := strictyaml.Path("meeting_guide", i)
		c.text(at, step.Text)
		if step.Step != i+1 {
			c.add(at+".step", "step %d should be %d", step.Step, i+1)
		}
		if step.Minutes < 1 {
			c.add(at+".minutes", "a step takes a minute or more")
		}
		minutes += step.Minutes
	}
	if minutes != t.ConsensusMeeting {
		c.add("meeting_guide", "the steps take %d minutes together, the meeting %d", minutes, t.ConsensusMeeting)
	}
}

func (c *checker) options() {
	var codes []Code
	for i, o := range c.kit.AnswerOptions {
		codes = append(codes, o.Code)
		c.text(strictyaml.Path("answer_options", i), o.Text)
	}
	if !slices.Equal(codes, Codes()) {
		c.add("answer_options", "the answer options must be %v, in this order", Codes())
	}
}

// levels checks that there is a text for each level, from 0 up.
func (c *checker) levels(at string, levels []LevelText) {
	for i, l := range levels {
		c.text(strictyaml.Path(at, i), l.Text)
		if l.Level != i {
			c.add(strictyaml.Path(at, i), "level %d stands where level %d should be", l.Level, i)
			return
		}
	}
	if len(levels) != MaxLevel+1 {
		c.add(at, "there are %d levels; want 0 to %d", len(levels), MaxLevel)
	}
}

func (c *checker) choices() {
	k := c.kit
	seen := map[string]bool{}
	for i, form := range k.SolidarityForms {
		at := strictyaml.Path("solidarity_forms", i)
		c.once(seen, keys, at, form.ID)
		c.text(at, form.Text)
		if !c.taxonomies[taxonomy.SolidarityForm].Has(form.ID) {
			c.add(at, "%s has no code %q", taxonomy.SolidarityForm, form.ID)
		}
	}
	var efforts []Effort
	for i, effort := range k.EffortLevels {
		efforts = append(efforts, Effort(effort.ID))
		c.text(strictyaml.Path("effort_levels", i), effort.Text)
	}
	if want := []Effort{LowEffort, MediumEffort, HighEffort}; !slices.Equal(efforts, want) {
		c.add("effort_levels", "the efforts must be %v, in this order", want)
	}
	var strengths []Strength
	for i, s := range k.EvidenceStrength {
		strengths = append(strengths, s.Code)
		c.text(strictyaml.Path("evidence_strength", i), s.Text)
	}
	if want := []Strength{NoEvidence, OwnAccount, Document, CheckedByPeer}; !slices.Equal(strengths, want) {
		c.add("evidence_strength", "the strengths must be %v, in this order", want)
	}
}

func (c *checker) phrases() {
	p := c.kit.Phrases
	for _, phrase := range []struct {
		key  string
		text Text
	}{
		{"no_score_coverage", p.NoScoreCoverage},
		{"no_score_na", p.NoScoreNA},
		{"agreement_full", p.AgreementFull},
		{"agreement_partial", p.AgreementPartial},
		{"divergence", p.Divergence},
		{"change_real", p.ChangeReal},
		{"change_unclear", p.ChangeUnclear},
		{"benchmark_hidden", p.BenchmarkHidden},
		{"undocumented", p.Undocumented},
	} {
		c.text("report_phrases."+phrase.key, phrase.text)
	}
}

func (c *checker) sources() {
	seen := map[string]bool{}
	c.sourceList("sources", c.kit.Sources, seen)
	c.sourceList("method_sources", c.kit.MethodSources, seen)
}

func (c *checker) sourceList(at string, sources []Source, seen map[string]bool) {
	for i, s := range sources {
		at := strictyaml.Path(at, i)
		c.once(seen, slugs, at, s.ID)
		if strings.TrimSpace(s.Ref) == "" {
			c.add(at, "source %q says not what it is", s.ID)
		}
		if s.URL != "" && !strings.HasPrefix(s.URL, "https://") {
			c.add(at+".url", "the address of source %q must begin with https://", s.ID)
		}
	}
}
