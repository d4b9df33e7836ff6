package sample

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// Sheet is one file of an initiative's sheet, as an organisation has filled it
// in. Days are counted back from when the demonstration begins.
type Sheet struct {
	Organisation  string            `yaml:"organisation"` // slug
	BegunDaysAgo  int               `yaml:"begun_days_ago"`
	StartsDaysAgo int               `yaml:"starts_days_ago"`
	EndsDaysAgo   int               `yaml:"ends_days_ago"` // below 0: in the time to come
	Forms         []string          `yaml:"forms"`
	Items         []string          `yaml:"items"`   // of the kit, that it is evidence for
	Answers       map[string]string `yaml:"answers"` // by the field of the kit's sheet
	Indicators    []struct {
		Name            string  `yaml:"name"`
		Kind            string  `yaml:"kind"`
		Unit            string  `yaml:"unit"`
		Direction       string  `yaml:"direction"`
		Baseline        float64 `yaml:"baseline"`
		BaselineDaysAgo int     `yaml:"baseline_days_ago"`
		Target          float64 `yaml:"target"`
		Method          string  `yaml:"method"`
		Measurements    []struct {
			DaysAgo  int          `yaml:"days_ago"`
			Value    float64      `yaml:"value"`
			Asked    *int         `yaml:"asked"`
			Answered *int         `yaml:"answered"`
			Evidence kit.Strength `yaml:"evidence"`
			Source   string       `yaml:"source"`
			Note     string       `yaml:"note"`
		} `yaml:"measurements"`
	} `yaml:"indicators"`
}

// sheet checks a file: only invented organisations are said to do something.
func (c checker) sheet(d *strictyaml.Document, f Sheet, organisations []Organisation) {
	if len(d.Problems()) > 0 {
		return
	}
	if !slices.ContainsFunc(organisations, func(o Organisation) bool { return o.Slug == f.Organisation && !o.Real }) {
		d.Add("organisation", "there is no invented organisation %q", f.Organisation)
	}
	c.codes(d, "forms", taxonomy.SolidarityForm, f.Forms...)
	if f.Answers["name"] == "" {
		d.Add("answers", "an initiative needs a name")
	}
	for i, indicator := range f.Indicators {
		if indicator.Name == "" || indicator.Unit == "" {
			d.Add(strictyaml.Path("indicators", i), "an indicator needs a name and a unit")
		}
	}
}

// sheets adds the initiatives of the organisations.
func (b *bed) sheets(ctx context.Context) error {
	for i, f := range b.samples.Sheets {
		o, err := b.store.OrganisationBySlug(ctx, f.Organisation)
		if err != nil {
			return fmt.Errorf("look for %s: %w", f.Organisation, err)
		}
		if err := b.addSheet(ctx, f, o.ID, i); err != nil {
			return fmt.Errorf("add the initiative %q: %w", f.Answers["name"], err)
		}
	}
	return nil
}

func (b *bed) addSheet(ctx context.Context, f Sheet, organisationID string, place int) error {
	const actor = "system"
	made := initiative.Initiative{ID: b.name.newID(), OrganisationID: organisationID, CreatedBy: actor, CreatedAt: b.ago(f.BegunDaysAgo, place)}
	if err := b.store.AddInitiative(ctx, made); err != nil {
		return err
	}
	if err := b.record(ctx, "initiative.begun", "initiative:"+made.ID, nil); err != nil {
		return err
	}
	ids, parts := b.answered(f)
	for _, section := range []string{"a", "b", "c", "d"} {
		if len(parts[section]) == 0 {
			continue
		}
		step := initiative.Step{InitiativeID: made.ID, Section: section, Number: 1, Answers: parts[section], Who: actor, At: made.CreatedAt}
		if err := b.store.AddInitiativeStep(ctx, step); err != nil {
			return err
		}
	}
	for n, indicator := range f.Indicators {
		for _, m := range indicator.Measurements {
			at := b.ago(m.DaysAgo, place)
			row := initiative.Measurement{
				InitiativeID: made.ID, IndicatorID: ids[n], On: dayOf(at), Number: 1, Value: m.Value, Asked: m.Asked, Answered: m.Answered,
				Method: indicator.Method, Evidence: m.Evidence, Source: m.Source, Note: m.Note, Who: actor, At: at,
			}
			if err := b.store.AddMeasurement(ctx, row); err != nil {
				return err
			}
		}
	}
	for _, item := range f.Items {
		link := initiative.Link{InitiativeID: made.ID, Item: item, Number: 1, Chosen: true, Who: actor, At: made.CreatedAt}
		if err := b.store.AddInitiativeLink(ctx, link); err != nil {
			return err
		}
	}
	return nil
}

func dayOf(t time.Time) initiative.Day { return initiative.DayOf(t, time.UTC) }

// answered writes the file as answers to the parts of the sheet, with the ids of
// its indicators.
func (b *bed) answered(f Sheet) (ids []string, parts map[string]questionnaire.Answers) {
	parts = map[string]questionnaire.Answers{"a": {}, "b": {}, "c": {}, "d": {}}
	set := func(section, field, text string) { parts[section][field] = questionnaire.Value{Text: text} }
	for field, text := range f.Answers {
		set(sectionOf(field), field, text)
	}
	set("a", "period_start", string(dayOf(b.ago(f.StartsDaysAgo, 0))))
	set("a", "period_end", string(dayOf(b.ago(f.EndsDaysAgo, 0))))
	parts["a"]["forms"] = questionnaire.Value{Codes: f.Forms}
	var items []questionnaire.Answers
	for _, i := range f.Indicators {
		id := b.name.newID()
		ids = append(ids, id)
		items = append(items, questionnaire.Answers{
			questionnaire.ItemID: {Text: id}, "indicator_name": {Text: i.Name}, "indicator_kind": {Text: i.Kind}, "unit": {Text: i.Unit},
			"direction": {Text: i.Direction}, "baseline": {Text: questionnaire.FormatDecimal(i.Baseline)},
			"baseline_date": {Text: string(dayOf(b.ago(i.BaselineDaysAgo, 0)))}, "target_value": {Text: questionnaire.FormatDecimal(i.Target)},
			"method": {Text: i.Method},
		})
	}
	if len(items) > 0 {
		parts["c"]["indicators"] = questionnaire.Value{Items: items}
	}
	return ids, parts
}

// sectionOf is the part of the kit's sheet that has the field.
func sectionOf(field string) string {
	switch {
	case slices.Contains([]string{"activities", "outputs", "outcomes", "assumptions", "unwanted"}, field):
		return "b"
	case slices.Contains([]string{"people_reached", "people_completed", "cost_money", "hours_paid", "hours_volunteer", "who_was_missing", "other_causes"}, field):
		return "c"
	case slices.Contains([]string{"keep", "change", "unwanted_found", "story", "story_consent"}, field), isRating(field):
		return "d"
	default:
		return "a"
	}
}

func isRating(field string) bool {
	number, found := strings.CutPrefix(field, "r")
	_, err := strconv.Atoi(number)
	return found && err == nil
}
