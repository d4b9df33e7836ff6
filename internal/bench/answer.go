package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/clock"
	"telaio/internal/kit"
	"telaio/internal/letter"
	"telaio/internal/sealing"
	"telaio/internal/store"
)

// answering are the keys of people who answer a self-assessment, one for each
// client, by mode.
type answering map[assessment.Mode][]string

// benchKit gives the one version of the kit that is measured.
type benchKit struct{ kit *kit.Kit }

// Kit returns the kit under its reference.
func (b benchKit) Kit(reference string) (*kit.Kit, bool) {
	return b.kit, b.kit.Reference() == reference
}

// NewestKit returns the kit.
func (b benchKit) NewestKit() (*kit.Kit, bool) { return b.kit, b.kit != nil }

// noLetters takes letters and sends none.
type noLetters struct{}

// Send forgets the letter.
func (noLetters) Send(context.Context, letter.Letter) error { return nil }

// beginAnswers starts a cycle of each mode in the folder's database, with a
// participant for each client.
func beginAnswers(ctx context.Context, folder string, k *kit.Kit) (answering, error) {
	s, err := store.Open(ctx, filepath.Join(folder, "telaio.db"))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	key, err := sealing.LoadKey(folder)
	if err != nil {
		return nil, err
	}
	ring, err := sealing.OpenKeyring(filepath.Join(folder, sealing.KeysFolder), key)
	if err != nil {
		return nil, err
	}
	defer ring.Close()
	o, err := s.OrganisationBySlug(ctx, slugOf(1))
	if err != nil {
		return nil, fmt.Errorf("find an organisation to assess: %w", err)
	}
	u := assessment.UseCases{Store: s, Kits: benchKit{k}, Outbox: noLetters{}, Clock: clock.System{}, Keys: ring}
	keys := answering{}
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		if keys[mode], err = joinCycle(ctx, u, o.ID, mode); err != nil {
			return nil, fmt.Errorf("begin a %s cycle: %w", mode, err)
		}
	}
	return keys, nil
}

func joinCycle(ctx context.Context, u assessment.UseCases, organisationID string, mode assessment.Mode) ([]string, error) {
	who := account.Subject{PersonID: account.System, Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: organisationID}}}
	c, err := u.Start(ctx, who, organisationID, assessment.Plan{Label: "2026", Extent: assessment.Full, Mode: mode})
	if err != nil {
		return nil, err
	}
	if c, err = u.OpenRoom(ctx, who, c); err != nil {
		return nil, err
	}
	keys := make([]string, connections)
	for i := range keys {
		if keys[i], err = u.Join(ctx, c.RoomKey, "Persona "+strconv.Itoa(i+1), "it"); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// measureAnswers saves answers to the self-assessment of the mode: each client
// answers one item after the other, over and over, and each answer is "saved"
// only once it is durable.
func (r *report) measureAnswers(ctx context.Context, p *process, duration time.Duration, mode assessment.Mode) (figure, error) {
	items, keys := r.kit.Items(), r.answering[mode]
	if len(items) == 0 {
		return figure{}, errors.New("the kit has no items")
	}
	saved := make([]int, connections)
	return measure(ctx, p, "durable answer, "+string(mode), duration, func(ctx context.Context, client, _ int) (*http.Request, int, error) {
		n := saved[client]
		saved[client]++
		round := n / len(items)
		form := url.Values{
			"number": {strconv.Itoa(round)}, assessment.CodeField: {string(kit.LevelCode(round % (kit.MaxLevel + 1)))},
			assessment.NoteField: {fmt.Sprintf("Ci siamo arrivati piano piano, alla volta %d.", round)},
		}
		path := "/autovalutazione/risposte/" + keys[client] + "/domande/" + items[n%len(items)].ID
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+path, strings.NewReader(form.Encode()))
		if err != nil {
			return nil, 0, err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return request, http.StatusSeeOther, nil
	})
}
