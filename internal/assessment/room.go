package assessment

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/secret"
)

// OpenRoom makes a link with which whoever is in the room can come in; an older
// one stops working.
func (u UseCases) OpenRoom(ctx context.Context, who account.Subject, c Cycle) (Cycle, error) {
	if c.Mode == Collective {
		return c, fault.New(fault.Conflict, "assessment.collective_alone")
	}
	return u.setRoom(ctx, who, c, secret.ID())
}

// CloseRoom makes the room's link stop working. Who has come in stays.
func (u UseCases) CloseRoom(ctx context.Context, who account.Subject, c Cycle) (Cycle, error) {
	return u.setRoom(ctx, who, c, "")
}

func (u UseCases) setRoom(ctx context.Context, who account.Subject, c Cycle, key string) (Cycle, error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return c, err
	}
	if err := must(c, Answering); err != nil {
		return c, err
	}
	c.RoomKey = key
	action := "room-opened"
	if key == "" {
		action = "room-closed"
	}
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.record(ctx, who.PersonID, action, c, nil); err != nil {
			return err
		}
		return u.Store.ChangeCycle(ctx, c)
	})
	if err != nil {
		return c, fmt.Errorf("open or close a room: %w", err)
	}
	return c, nil
}

// Room returns the cycle that the room's link opens. It has expired once the
// link was closed or answering has ended.
func (u UseCases) Room(ctx context.Context, roomKey string) (Cycle, error) {
	if roomKey == "" {
		return Cycle{}, fault.New(fault.Expired, "assessment.room_gone")
	}
	c, err := u.Store.CycleByRoom(ctx, roomKey)
	if fault.KindOf(err) == fault.NotFound {
		return Cycle{}, fault.New(fault.Expired, "assessment.room_gone")
	}
	if err != nil {
		return Cycle{}, fmt.Errorf("find a room: %w", err)
	}
	if c.State() != Answering || u.overdue(c) {
		return Cycle{}, fault.New(fault.Expired, "assessment.room_ended")
	}
	return c, nil
}

// NameField names the field in which somebody says who they are.
const NameField = "name"

// Join lets somebody in the room answer. The name is for the coordinators, who
// see who has finished. The token that comes back opens their answers; it can be
// had only once.
func (u UseCases) Join(ctx context.Context, roomKey, name, language string) (token string, err error) {
	c, err := u.Room(ctx, roomKey)
	if err != nil {
		return "", err
	}
	name = cutName(name)
	if name == "" {
		return "", fault.InvalidFields(map[string]fault.Message{NameField: {Key: "assessment.name_missing"}})
	}
	return u.join(ctx, c, name, language)
}

func (u UseCases) join(ctx context.Context, c Cycle, name, language string) (string, error) {
	token := secret.Token()
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		there, err := u.Store.ParticipantsOf(ctx, c.ID)
		if err != nil {
			return err
		}
		if len(there) >= MostPeople {
			return fault.New(fault.Conflict, "assessment.room_full")
		}
		p := Participant{ID: secret.ID(), CycleID: c.ID, Name: apart(name, there), Language: language, JoinedAt: u.now(), Open: true}
		if err := u.Store.AddParticipant(ctx, p); err != nil {
			return err
		}
		return u.Store.AddKey(ctx, Key{Hash: secret.Hash(token), ParticipantID: p.ID, At: u.now()})
	})
	if err != nil {
		return "", fmt.Errorf("join a cycle: %w", err)
	}
	return token, nil
}

// apart adds a number to a name that somebody else has: people without a name
// are told apart too, by the order in which they came in.
func apart(name string, there []Participant) string {
	taken := map[string]bool{}
	for _, p := range there {
		taken[p.Name] = p.Name != ""
	}
	for n, tried := 2, name; ; n++ {
		if !taken[tried] {
			return tried
		}
		tried = name + " " + strconv.Itoa(n)
	}
}

// Together returns a token with which a collective cycle is answered on the
// coordinator's device. Each call makes another one to the same answers.
func (u UseCases) Together(ctx context.Context, who account.Subject, c Cycle) (token string, err error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return "", err
	}
	if err := must(c, Answering); err != nil {
		return "", err
	}
	if c.Mode != Collective {
		return "", fault.New(fault.Conflict, "assessment.not_collective")
	}
	there, err := u.Store.ParticipantsOf(ctx, c.ID)
	if err != nil {
		return "", fmt.Errorf("look for the group: %w", err)
	}
	if len(there) == 0 {
		return u.join(ctx, c, "", who.Language)
	}
	token = secret.Token()
	if err := u.Store.AddKey(ctx, Key{Hash: secret.Hash(token), ParticipantID: there[0].ID, At: u.now()}); err != nil {
		return "", fmt.Errorf("hand out a key: %w", err)
	}
	return token, nil
}

// overdue reports whether the date to answer has passed.
func (u UseCases) overdue(c Cycle) bool {
	return !c.Until.IsZero() && !c.Until.After(u.now().Truncate(time.Second))
}
