package sample

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/practice"
	"telaio/internal/secret"
	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// Practice is one file of a good practice.
type Practice struct {
	slug             string
	PublishedDaysAgo int        `yaml:"published_days_ago"`
	Needs            []string   `yaml:"needs"`
	Forms            []string   `yaml:"forms"`
	Effort           kit.Effort `yaml:"effort"`
	Items            []string   `yaml:"items"`
	Source           string     `yaml:"source"`
	Doers            []struct {
		Organisation string `yaml:"organisation"` // slug
		Initiative   string `yaml:"initiative"`   // title of one of its initiatives
	} `yaml:"doers"`
	Words map[i18n.Language]struct {
		Title      string `yaml:"title"`
		Need       string `yaml:"need"`
		What       string `yaml:"what"`
		Conditions string `yaml:"conditions"`
		Pitfalls   string `yaml:"pitfalls"`
	} `yaml:"words"`
}

// sheet is what the file says, without its doers.
func (p Practice) sheet() practice.Sheet {
	s := practice.Sheet{
		Words: map[i18n.Language]practice.Words{}, Needs: p.Needs, Forms: p.Forms, Effort: p.Effort, Items: p.Items, Source: p.Source,
	}
	for language, words := range p.Words {
		s.Words[language] = practice.Words(words)
	}
	return s
}

// practice checks a file against the organisations that it names: only invented
// ones are said to do something.
func (c checker) practice(d *strictyaml.Document, p Practice, organisations []Organisation) {
	if len(d.Problems()) > 0 {
		return
	}
	if p.PublishedDaysAgo <= 0 {
		d.Add("published_days_ago", "published_days_ago must be 1 or more")
	}
	c.codes(d, "needs", taxonomy.Need, p.Needs...)
	c.codes(d, "forms", taxonomy.SolidarityForm, p.Forms...)
	if err := practice.Unfinished(p.sheet()); err != nil {
		d.Add("words", "%v", err)
	}
	for i, doer := range p.Doers {
		here := strictyaml.Path("doers", i)
		at := slices.IndexFunc(organisations, func(o Organisation) bool { return o.Slug == doer.Organisation })
		if at < 0 || organisations[at].Real {
			d.Add(here, "there is no invented organisation %q", doer.Organisation)
			continue
		}
		named := func(n Initiative) bool { return n.Title == doer.Initiative }
		if doer.Initiative != "" && !slices.ContainsFunc(organisations[at].Initiatives, named) {
			d.Add(here, "%s has no initiative %q", doer.Organisation, doer.Initiative)
		}
	}
}

// practices publishes the good practices whose address is free, as examples.
func (b *bed) practices(ctx context.Context) error {
	for i, f := range b.samples.Practices {
		taken, err := b.store.PracticeSlugTaken(ctx, f.slug, "")
		if err != nil {
			return fmt.Errorf("look for the practice %s: %w", f.slug, err)
		}
		if taken {
			continue
		}
		if err := b.publishPractice(ctx, f, i); err != nil {
			return fmt.Errorf("publish the practice %s: %w", f.slug, err)
		}
	}
	return nil
}

func (b *bed) publishPractice(ctx context.Context, f Practice, place int) error {
	sheet := f.sheet()
	for _, doer := range f.Doers {
		o, err := b.store.OrganisationBySlug(ctx, doer.Organisation)
		if err != nil {
			return fmt.Errorf("look for %s: %w", doer.Organisation, err)
		}
		does := practice.Doer{OrganisationID: o.ID}
		for _, i := range o.Card.Initiatives {
			if i.Title == doer.Initiative {
				does.InitiativeID = i.ID
			}
		}
		sheet.Doers = append(sheet.Doers, does)
	}
	at := b.ago(f.PublishedDaysAgo, place)
	p := practice.Practice{ID: secret.ID(), Slug: f.slug, Example: true, CreatedAt: at, UpdatedAt: at}
	if err := b.store.CreatePractice(ctx, p); err != nil {
		return err
	}
	p.State, p.Revision = practice.Published, 1
	r := practice.Revision{
		PracticeID: p.ID, Number: 1, Sheet: sheet, Changed: practice.Diff(practice.Sheet{}, sheet), CreatedAt: at,
		Author: b.samples.Words.Reviewer, Reviewer: b.samples.Words.Reviewer, Reason: b.samples.Words.First,
	}
	if err := b.store.AddPracticeRevision(ctx, p, r); err != nil {
		return err
	}
	return b.record(ctx, "practice.published", "practice:"+p.ID, map[string]string{"revision": strconv.Itoa(r.Number), "source": "sample"})
}
