package assessment

import (
	"context"
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// MostPeople is how many may answer one cycle.
const MostPeople = 30

// How often those who have not finished are reminded.
const remindEvery = 48 * time.Hour

// PeopleField names the field with one address per line.
const PeopleField = "people"

// Guest is one line of an invitation.
type Guest struct{ Name, Email string }

// ReadGuests takes addresses from text, one per line: ada@example.org or
// Ada Neri <ada@example.org>. It returns the numbers of the lines, from 1, that
// are neither.
func ReadGuests(text string) (guests []Guest, wrong []int) {
	for i, line := range strings.Split(questionnaire.Clean(text, true), "\n") {
		line = strings.Trim(strings.TrimSpace(line), ",;")
		if line == "" {
			continue
		}
		g, ok := readGuest(line)
		if !ok {
			wrong = append(wrong, i+1)
			continue
		}
		guests = append(guests, g)
	}
	return guests, wrong
}

func readGuest(line string) (Guest, bool) {
	name, address := "", line
	if before, rest, ok := strings.Cut(line, "<"); ok && strings.HasSuffix(rest, ">") {
		name, address = strings.Trim(strings.TrimSpace(before), `"`), strings.TrimSuffix(rest, ">")
	} else if parsed, err := mail.ParseAddress(line); err == nil {
		name, address = parsed.Name, parsed.Address
	}
	email, err := account.CleanEmail(address)
	return Guest{Name: cutName(name), Email: email}, err == nil
}

const mostName = 80 // characters

func cutName(name string) string {
	letters := []rune(questionnaire.Clean(name, false))
	return string(letters[:min(len(letters), mostName)])
}

// Invite writes to everybody on the list who is not there yet, each with a link
// of their own, and says how many that were.
func (u UseCases) Invite(ctx context.Context, who account.Subject, c Cycle, text, language string) (int, error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return 0, err
	}
	if err := must(c, Answering); err != nil {
		return 0, err
	}
	if c.Mode == Collective {
		return 0, fault.New(fault.Conflict, "assessment.collective_alone")
	}
	guests, err := listed(text)
	if err != nil {
		return 0, err
	}
	invited := 0
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		invited, err = u.addGuests(ctx, who, c, guests, language)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("invite people: %w", err)
	}
	return invited, nil
}

// listed reads the list and says which lines are to be mended.
func listed(text string) ([]Guest, error) {
	guests, wrong := ReadGuests(text)
	var problem fault.Message
	switch {
	case len(wrong) > 0:
		problem = fault.Message{Key: "assessment.people_lines", Args: map[string]any{"Lines": lines(wrong)}}
	case len(guests) == 0:
		problem = fault.Message{Key: "assessment.people_missing"}
	default:
		return guests, nil
	}
	return nil, fault.InvalidFields(map[string]fault.Message{PeopleField: problem})
}

func lines(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}

func (u UseCases) addGuests(ctx context.Context, who account.Subject, c Cycle, guests []Guest, language string) (int, error) {
	if err := u.record(ctx, who.PersonID, "invited", c, map[string]string{"people": strconv.Itoa(len(guests))}); err != nil {
		return 0, err // first: the audit chain lets one transaction through at a time
	}
	there, err := u.Store.ParticipantsOf(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	invited := 0
	for _, g := range guests {
		if asked(there, g) {
			continue
		}
		if len(there) >= MostPeople {
			return 0, fault.InvalidFields(map[string]fault.Message{
				PeopleField: {Key: "assessment.people_too_many", Args: map[string]any{"Max": MostPeople}},
			})
		}
		p := Participant{ID: secret.ID(), CycleID: c.ID, Name: g.Name, Email: g.Email, Language: language, JoinedAt: u.now(), Open: true}
		if err := u.Store.AddParticipant(ctx, p); err != nil {
			return 0, err
		}
		if err := u.mailLink(ctx, "assessment_invitation", c, p, who.Name); err != nil {
			return 0, err
		}
		there, invited = append(there, p), invited+1
	}
	return invited, nil
}

// inviteAgain writes to everybody who was invited, because what they were told
// has changed.
func (u UseCases) inviteAgain(ctx context.Context, who account.Subject, c Cycle) error {
	there, err := u.Store.ParticipantsOf(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, p := range there {
		if p.Email == "" {
			continue
		}
		if err := u.mailLink(ctx, "assessment_invitation", c, p, who.Name); err != nil {
			return err
		}
	}
	return nil
}

// mailLink sends a letter with a new personal link; older ones stay good.
func (u UseCases) mailLink(ctx context.Context, template string, c Cycle, p Participant, by string) error {
	o, err := u.Store.Organisation(ctx, c.OrganisationID)
	if err != nil {
		return err
	}
	token := secret.Token()
	if err := u.Store.AddKey(ctx, Key{Hash: secret.Hash(token), ParticipantID: p.ID, At: u.now()}); err != nil {
		return err
	}
	return u.Outbox.Send(ctx, letter.Letter{
		To: p.Email, Name: p.Name, Language: p.Language, Template: template,
		Values: map[string]string{
			"By": by, "Organisation": o.Card.Name, "Cycle": c.Label, "Mode": string(c.Mode), "Extent": string(c.Extent),
			"Until": day(c.Until), "Link": u.Links.Answers(p.Language, token),
		},
	})
}

// day is a date in a letter, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clockZone()).Format("02/01/2006")
}

// clockZone is where the site's days begin.
func clockZone() *time.Location {
	if rome, err := time.LoadLocation("Europe/Rome"); err == nil {
		return rome
	}
	return time.UTC
}

// EndOf returns the last moment of the day that is written as 2006-01-02, or an
// error if it is none.
func EndOf(date string) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, date, clockZone())
	if err != nil {
		return time.Time{}, err
	}
	return t.AddDate(0, 0, 1).Add(-time.Second), nil
}

// Remindable lists those who have not finished and can be written to now: not
// twice in two days.
func (u UseCases) Remindable(people []Participant) []Participant {
	var list []Participant
	for _, p := range people {
		written := p.JoinedAt
		if p.RemindedAt.After(written) {
			written = p.RemindedAt
		}
		if p.Email != "" && !p.Finished() && p.Open && u.now().Sub(written) >= remindEvery {
			list = append(list, p)
		}
	}
	return list
}

// Remind writes to those who have not finished, and says to how many.
func (u UseCases) Remind(ctx context.Context, who account.Subject, c Cycle) (int, error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return 0, err
	}
	if err := must(c, Answering); err != nil {
		return 0, err
	}
	reminded := 0
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, "reminded", c, nil); err != nil {
			return err
		}
		people, err := u.Store.ParticipantsOf(ctx, c.ID)
		if err != nil {
			return err
		}
		for _, p := range u.Remindable(people) {
			if err := u.Store.MarkReminded(ctx, p.ID, u.now()); err != nil {
				return err
			}
			if err := u.mailLink(ctx, "assessment_reminder", c, p, who.Name); err != nil {
				return err
			}
			reminded++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("remind people: %w", err)
	}
	if reminded == 0 {
		return 0, fault.New(fault.TooMany, "assessment.reminded_lately")
	}
	return reminded, nil
}

// Remove forgets a participant who has not finished, with their answers.
func (u UseCases) Remove(ctx context.Context, who account.Subject, c Cycle, participantID string) error {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return err
	}
	p, err := u.Participant(ctx, c, participantID)
	if err != nil {
		return err
	}
	if p.Finished() {
		return fault.New(fault.Conflict, "assessment.has_finished")
	}
	files, err := u.filesOf(ctx, c, p)
	if err != nil {
		return err
	}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, "participant-removed", c, nil); err != nil {
			return err
		}
		return u.Store.RemoveParticipant(ctx, p.ID)
	})
	if err != nil {
		return fmt.Errorf("remove a participant: %w", err)
	}
	return u.dropFiles(ctx, c, files)
}

// Participants lists those who answer the cycle, in the order in which they
// came.
func (u UseCases) Participants(ctx context.Context, c Cycle) ([]Participant, error) {
	people, err := u.Store.ParticipantsOf(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("list the participants: %w", err)
	}
	return people, nil
}

// Participant returns one of those who answer the cycle.
func (u UseCases) Participant(ctx context.Context, c Cycle, id string) (Participant, error) {
	p, err := u.Store.Participant(ctx, id)
	if err != nil {
		return Participant{}, err
	}
	if p.CycleID != c.ID {
		return Participant{}, fault.New(fault.NotFound, "error.not_found")
	}
	return p, nil
}

// DayOf returns the day of a moment as 2006-01-02, where the site's days begin.
func DayOf(t time.Time) string { return t.In(clockZone()).Format(time.DateOnly) }
