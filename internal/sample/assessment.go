package sample

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/letter"
	"telaio/internal/strictyaml"
)

// Assessment is one file of an organisation's self-assessments, all invented.
type Assessment struct {
	Organisation string            `yaml:"organisation"` // slug
	Cycles       []AssessmentCycle `yaml:"cycles"`       // oldest first
	// ReadBy is an organisation that is invited to read the newest closed cycle.
	ReadBy struct {
		Organisation string `yaml:"organisation"` // slug, "" = none
		Message      string `yaml:"message"`
	} `yaml:"read_by"`
}

// AssessmentCycle is one self-assessment. Ages are in days before the
// demonstration begins.
type AssessmentCycle struct {
	Label        string              `yaml:"label"`
	Extent       assessment.Extent   `yaml:"extent"`
	Mode         assessment.Mode     `yaml:"mode"`
	State        assessment.State    `yaml:"state"`
	BegunDaysAgo int                 `yaml:"begun_days_ago"`
	EndedDaysAgo int                 `yaml:"ended_days_ago"`
	People       []string            `yaml:"people"`
	Finished     int                 `yaml:"finished"` // how many are done; 0 = all
	Answers      map[string]string   `yaml:"answers"`  // by item: a code for each person
	Notes        map[string][]string `yaml:"notes"`    // by item: of the first people, in turn
	Evidence     map[string][]struct {
		Strength kit.Strength `yaml:"strength"`
		Title    string       `yaml:"title"`
		Link     string       `yaml:"link"`
		DaysAgo  int          `yaml:"days_ago"`
	} `yaml:"evidence"` // by item: of the first people, in turn
	Decisions map[string]struct {
		Choice string `yaml:"choice"` // a level, or both
		Reason string `yaml:"reason"`
	} `yaml:"decisions"`
}

// notApplicableReason is what sample people say when an item does not apply.
const notApplicableReason = "Non è tra le cose che facciamo."

// sampleCodes are the answers as the files write them.
func sampleCodes() map[string]kit.Code {
	return map[string]kit.Code{
		"0": kit.L0, "1": kit.L1, "2": kit.L2, "3": kit.L3, "4": kit.L4, "N": kit.NotApplicable, "?": kit.DontKnow, "-": kit.Blank,
	}
}

// LoadAssessments reads the sample self-assessments and says what is wrong in
// them.
func LoadAssessments(files fs.FS, kits assessment.Kits, organisations []Organisation) ([]Assessment, []Problem) {
	var list []Assessment
	var problems []Problem
	for _, file := range glob(files, "sample/assessment/*.yaml") {
		var a Assessment
		document := checker{}.read(files, file, &a)
		checkAssessment(document, a, kits, organisations)
		list, problems = append(list, a), append(problems, document.Problems()...)
	}
	return list, problems
}

func checkAssessment(d *strictyaml.Document, a Assessment, kits assessment.Kits, organisations []Organisation) {
	if len(d.Problems()) > 0 {
		return
	}
	invented := false
	for _, o := range organisations {
		invented = invented || o.Slug == a.Organisation && !o.Real
	}
	if !invented {
		d.Add("organisation", "%q is no invented organisation: others get no invented answers", a.Organisation)
	}
	k, ok := kits.NewestKit()
	if !ok {
		d.Add("cycles", "there is no kit")
		return
	}
	for i, c := range a.Cycles {
		checkSampleCycle(d, strictyaml.Path("cycles", i), c, k)
	}
}

func checkSampleCycle(d *strictyaml.Document, at string, c AssessmentCycle, k *kit.Kit) {
	for id, row := range c.Answers {
		item, ok := k.Item(id)
		if !ok {
			d.Add(at+".answers", "the kit has no item %q", id)
			continue
		}
		codes := strings.Fields(row)
		if len(codes) != len(c.People) {
			d.Add(at+".answers."+id, "%s has %d answers of %d people", id, len(codes), len(c.People))
		}
		for _, written := range codes {
			code, known := sampleCodes()[written]
			if !known || code != kit.Blank && !item.Allows(code) {
				d.Add(at+".answers."+id, "%s cannot be answered with %q", id, written)
			}
		}
	}
	for id, decision := range c.Decisions {
		if _, ok := k.Item(id); !ok || decision.Reason == "" || decision.Choice != "both" && sampleCodes()[decision.Choice] == "" {
			d.Add(at+".decisions", "the decision on %q needs an item of the kit, a level or both, and a reason", id)
		}
	}
}

// SeedAssessments adds the self-assessments of sample organisations that have
// none, by the same use cases that people use.
func SeedAssessments(ctx context.Context, list []Assessment, u assessment.UseCases, organisations account.Organisations) error {
	now := u.Clock.Now()
	for _, a := range list {
		o, err := organisations.OrganisationBySlug(ctx, a.Organisation)
		if err != nil {
			return fmt.Errorf("find %s: %w", a.Organisation, err)
		}
		there, err := u.Cycles(ctx, o.ID)
		if err != nil {
			return err
		}
		if len(there) > 0 {
			continue
		}
		err = u.Store.InTx(ctx, func(ctx context.Context) error {
			for _, c := range a.Cycles {
				if err := (cycleBed{UseCases: u, now: now, organisation: o.ID}).add(ctx, c); err != nil {
					return fmt.Errorf("cycle %s: %w", c.Label, err)
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("add the self-assessments of %s: %w", a.Organisation, err)
		}
	}
	return nil
}

// cycleBed adds one cycle as it would have come about.
type cycleBed struct {
	assessment.UseCases
	now          time.Time
	organisation string
}

// silent takes letters and sends none: nobody in the samples reads mail.
type silent struct{}

// Send forgets the letter.
func (silent) Send(context.Context, letter.Letter) error { return nil }

// moment is a clock that stands still.
type moment time.Time

// Now returns the moment.
func (m moment) Now() time.Time { return time.Time(m) }

func (b cycleBed) add(ctx context.Context, c AssessmentCycle) error {
	b.Outbox = silent{}
	who := account.Subject{PersonID: account.System, Language: "it", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: b.organisation}}}
	b.Clock = moment(b.now.AddDate(0, 0, -c.BegunDaysAgo))
	cycle, err := b.Start(ctx, who, b.organisation, assessment.Plan{Label: c.Label, Extent: c.Extent, Mode: c.Mode})
	if err != nil {
		return err
	}
	if c.Mode != assessment.Collective {
		if cycle, err = b.OpenRoom(ctx, who, cycle); err != nil {
			return err
		}
	}
	for i, name := range c.People {
		token, err := b.enter(ctx, who, cycle, name)
		if err != nil {
			return err
		}
		if err := b.respond(ctx, c, token, i); err != nil {
			return fmt.Errorf("answers of person %d: %w", i+1, err)
		}
	}
	if c.State == assessment.Answering {
		return nil
	}
	b.Clock = moment(b.now.AddDate(0, 0, -c.EndedDaysAgo))
	if err := b.step(ctx, cycle.ID, func(c assessment.Cycle) error { return b.End(ctx, who, c) }); err != nil {
		return err
	}
	if err := b.step(ctx, cycle.ID, func(now assessment.Cycle) error { return b.decide(ctx, who, now, c) }); err != nil {
		return err
	}
	if c.State == assessment.Discussing {
		return nil
	}
	return b.step(ctx, cycle.ID, func(c assessment.Cycle) error { return b.Close(ctx, who, c) })
}

// step does something with the cycle as it is now.
func (b cycleBed) step(ctx context.Context, id string, do func(assessment.Cycle) error) error {
	c, err := b.Cycle(ctx, b.organisation, id)
	if err != nil {
		return err
	}
	return do(c)
}

// enter lets one person come in, or the whole group on one device.
func (b cycleBed) enter(ctx context.Context, who account.Subject, cycle assessment.Cycle, name string) (token string, err error) {
	if cycle.Mode == assessment.Collective {
		return b.Together(ctx, who, cycle)
	}
	return b.Join(ctx, cycle.RoomKey, name, "it")
}

// respond gives the answers of one person.
func (b cycleBed) respond(ctx context.Context, c AssessmentCycle, token string, person int) error {
	h, err := b.Hold(ctx, token)
	if err != nil {
		return err
	}
	for _, item := range h.Items {
		codes := strings.Fields(c.Answers[item.ID])
		if len(codes) <= person || codes[person] == "-" {
			continue
		}
		if _, err := b.Save(ctx, h, b.answer(c, item.ID, person, sampleCodes()[codes[person]])); err != nil {
			return fmt.Errorf("%s: %w", item.ID, err)
		}
	}
	if c.Finished > 0 && person >= c.Finished {
		return nil
	}
	return b.Finish(ctx, h)
}

func (b cycleBed) answer(c AssessmentCycle, item string, person int, code kit.Code) assessment.Answer {
	a := assessment.Answer{Item: item, Code: code}
	if code == kit.NotApplicable {
		a.Reason = notApplicableReason
	}
	if notes := c.Notes[item]; person < len(notes) {
		a.Note = notes[person]
	}
	if pieces := c.Evidence[item]; person < len(pieces) {
		e := pieces[person]
		a.Evidence = []assessment.Evidence{{
			Strength: e.Strength, Title: e.Title, Link: e.Link, Date: b.now.AddDate(0, 0, -e.DaysAgo).Format(time.DateOnly),
		}}
	}
	return a
}

func (b cycleBed) decide(ctx context.Context, who account.Subject, cycle assessment.Cycle, c AssessmentCycle) error {
	for item, d := range c.Decisions {
		decision := assessment.Consensus{Item: item, Reason: d.Reason, Both: d.Choice == "both"}
		if !decision.Both {
			decision.Code = sampleCodes()[d.Choice]
		}
		if err := b.Decide(ctx, who, cycle, decision); err != nil {
			return fmt.Errorf("%s: %w", item, err)
		}
	}
	return nil
}
