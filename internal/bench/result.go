package bench

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/secret"
	"telaio/internal/store"
)

// resultPage is the result of a large group, and who may read it.
type resultPage struct{ path, cookie string }

// groupSize is how many people answered.
const groupSize = 30

// fillResult lets an organisation assess itself and gives it an editor who is
// signed in.
func fillResult(ctx context.Context, s *store.Store, k *kit.Kit, at time.Time) (resultPage, error) {
	o, err := s.OrganisationBySlug(ctx, slugOf(1))
	if err != nil {
		return resultPage{}, err
	}
	id, token := secret.ID(), secret.Token()
	editor := account.Person{ID: secret.ID(), Email: "bench@telaio.example", Name: "Bench", Language: "it", CreatedAt: at}
	c := assessment.Cycle{
		ID: id, AnswersOf: id, OrganisationID: o.ID, Kit: k.ID, KitVersion: k.Version, Extent: assessment.Full, Mode: assessment.Confidential,
		Label: "2026", CreatedBy: editor.ID, CreatedAt: at,
	}
	err = s.InTx(ctx, func(ctx context.Context) error {
		for _, do := range []func() error{
			func() error { return s.AddPerson(ctx, editor) },
			func() error {
				return s.AddGrant(ctx, secret.ID(), editor.ID, account.Grant{Role: account.OrganisationEditor, OrganisationID: o.ID})
			},
			func() error {
				return s.AddSession(ctx, account.Session{ID: secret.ID(), TokenHash: secret.Hash(token), PersonID: editor.ID, CreatedAt: at, SeenAt: at})
			},
			func() error { return s.AddCycle(ctx, c) },
			func() error { return s.EndAnswering(ctx, c.ID, at) },
			func() error { return s.SetRespondents(ctx, c.ID, groupSize) },
			func() error { return s.AddPool(ctx, c.ID, generatePool(k)) },
			func() error { return s.CloseCycle(ctx, c.ID, at) },
		} {
			if err := do(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return resultPage{}, fmt.Errorf("add a self-assessment: %w", err)
	}
	return resultPage{"/area/" + o.ID + "/kit/" + c.ID + "/risultato", "telaio-session=" + token}, nil
}

// generatePool is what a large group answered, with a note from one in four.
func generatePool(k *kit.Kit) assessment.Pool {
	pool := assessment.Pool{Items: map[string]assessment.PooledItem{}, Means: map[string][]float64{}}
	for item, codes := range kit.Unlink(generateCycles(k, groupSize)[0]) {
		slices.SortFunc(codes, func(a, b kit.Code) int { return slices.Index(kit.Codes(), a) - slices.Index(kit.Codes(), b) })
		pooled := assessment.PooledItem{Codes: codes}
		for range groupSize / 4 {
			pooled.Notes = append(pooled.Notes, "Ne parliamo in assemblea, ma non tutte le persone riescono a esserci.")
		}
		pool.Items[item] = pooled
	}
	return pool
}

// measureResult asks for the page of the result again and again, as its editor.
func (r *report) measureResult(ctx context.Context, server *process, duration time.Duration) error {
	if r.result.path == "" {
		return nil
	}
	f, err := measure(ctx, server, "first view: result of 30 people × 34 items", duration, func(ctx context.Context, _, _ int) (*http.Request, int, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.url+r.result.path, nil)
		if err != nil {
			return nil, 0, err
		}
		request.Header.Set("Cookie", r.result.cookie)
		return request, http.StatusOK, nil
	})
	if err != nil {
		return err
	}
	r.add(f, limit{processor: 3 * time.Millisecond})
	return nil
}
