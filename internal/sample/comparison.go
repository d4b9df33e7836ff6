package sample

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/benchmark"
	"telaio/internal/kit"
	"telaio/internal/strictyaml"
)

// Comparison are self-assessments of invented organisations, enough of them to
// compare one with the others. Ages are in days before the demonstration begins.
type Comparison struct {
	Label        string            `yaml:"label"`
	BegunDaysAgo int               `yaml:"begun_days_ago"`
	EndedDaysAgo int               `yaml:"ended_days_ago"`
	Reason       string            `yaml:"reason"` // of every level
	Shared       []string          `yaml:"shared"` // slugs of organisations with files of their own that let theirs count
	Levels       map[string]string `yaml:"levels"` // by slug: a code for each item of the kit, spaces between the dimensions
}

const comparisonFile = "sample/comparison.yaml"

// LoadComparison reads the comparison and says what is wrong in it.
func LoadComparison(files fs.FS, kits assessment.Kits, organisations []Organisation) (Comparison, []Problem) {
	var c Comparison
	d := checker{}.read(files, comparisonFile, &c)
	if len(d.Problems()) > 0 {
		return c, d.Problems()
	}
	k, ok := kits.NewestKit()
	if !ok {
		d.Add("levels", "there is no kit")
		return c, d.Problems()
	}
	invented := map[string]bool{}
	for _, o := range organisations {
		invented[o.Slug] = !o.Real
	}
	for i, slug := range c.Shared {
		if !invented[slug] {
			d.Add(strictyaml.Path("shared", i), "%q is no invented organisation: others share nothing", slug)
		}
	}
	for _, slug := range slices.Sorted(maps.Keys(c.Levels)) {
		c.check(d, slug, k, invented[slug])
	}
	return c, d.Problems()
}

func (c Comparison) check(d *strictyaml.Document, slug string, k *kit.Kit, invented bool) {
	at := "levels." + slug
	if !invented {
		d.Add(at, "%q is no invented organisation: others get no invented answers", slug)
	}
	codes, items := c.codes(slug), k.Items()
	if len(codes) != len(items) {
		d.Add(at, "%d codes for %d items of the kit", len(codes), len(items))
		return
	}
	for i, item := range items {
		if code, known := sampleCodes()[codes[i]]; !known || !item.Allows(code) {
			d.Add(at, "%s cannot be answered with %q", item.ID, codes[i])
		}
	}
}

// codes are the organisation's answers in the order of the kit.
func (c Comparison) codes(slug string) []string {
	return strings.Split(strings.ReplaceAll(c.Levels[slug], " ", ""), "")
}

// assessments are the comparison as files of their own would say it.
func (c Comparison) assessments(k *kit.Kit) []Assessment {
	var list []Assessment
	for _, slug := range slices.Sorted(maps.Keys(c.Levels)) {
		cycle := AssessmentCycle{
			Label: c.Label, Extent: assessment.Full, Mode: assessment.Collective, State: assessment.Closed,
			BegunDaysAgo: c.BegunDaysAgo, EndedDaysAgo: c.EndedDaysAgo, People: []string{""},
			Answers: map[string]string{}, Notes: map[string][]string{},
		}
		for i, code := range c.codes(slug) {
			id := k.Items()[i].ID
			cycle.Answers[id], cycle.Notes[id] = code, []string{c.Reason}
		}
		list = append(list, Assessment{Organisation: slug, Cycles: []AssessmentCycle{cycle}})
	}
	return list
}

// SeedComparison adds the self-assessments to organisations that have none, by
// the same use cases that people use, lets them count, and makes the figures of
// the groups. It does nothing where it has been before.
func SeedComparison(ctx context.Context, c Comparison, u assessment.UseCases, shared benchmark.UseCases, organisations account.Organisations) error {
	if err := SeedAssessments(ctx, c.assessments(shared.Kit), u, organisations); err != nil {
		return err
	}
	chosen := 0
	for _, slug := range slices.Concat(c.Shared, slices.Sorted(maps.Keys(c.Levels))) {
		o, err := organisations.OrganisationBySlug(ctx, slug)
		if err != nil {
			return fmt.Errorf("find %s: %w", slug, err)
		}
		before, err := shared.Choice(ctx, o.ID)
		if err != nil {
			return fmt.Errorf("read what %s shares: %w", slug, err)
		}
		if !before.At.IsZero() {
			continue
		}
		who := account.Subject{PersonID: account.System, Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: o.ID}}}
		if err := shared.Choose(ctx, who, benchmark.Choice{OrganisationID: o.ID, Compare: true, Research: true}); err != nil {
			return err
		}
		chosen++
	}
	if chosen == 0 {
		return nil
	}
	if _, err := shared.Rebuild(ctx); err != nil {
		return fmt.Errorf("compare the sample organisations: %w", err)
	}
	return nil
}
