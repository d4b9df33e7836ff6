package importing_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/audit"
	"telaio/internal/importing"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// outrun is a store in which somebody else does something of which the audit
// tells, just after what it will say of an import was made ready.
type outrun struct{ *store.Store }

func (o outrun) StageAudits(ctx context.Context, importID string, entries []audit.Entry) error {
	if err := o.Store.StageAudits(ctx, importID, entries); err != nil {
		return err
	}
	return o.AppendAudit(ctx, audit.Entry{At: testkit.Day(), Actor: "another", Action: "person.signed_in", Object: "person:another"})
}

func TestTake_leavesTheAuditUnbroken(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, test := range []struct {
			name string
			kept importing.Store
		}{{"alone", s}, {"while another adds to it", outrun{s}}} {
			w := newWorld(t, s)
			w.Store = test.kept
			done := w.take(large(60), importing.Options{Publish: true})
			w.takeBack(done)
			w.said(test.name, done.ID, map[string]int{"import.begun": 1, "organisation.published": 60, "import.applied": 1, "organisation.archived": 60, "import.undone": 1})
		}
	})
}

// said compares what the audit says of an import, by action, and that nothing is
// missing.
func (w world) said(when, importID string, want map[string]int) {
	w.t.Helper()
	entries, err := w.store.Audit(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := audit.Verify(entries); err != nil {
		w.t.Errorf("%s: %v", when, err)
	}
	got := map[string]int{}
	for _, e := range entries {
		if e.Details["import"] == importID || e.Object == "import:"+importID {
			got[e.Action]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("%s (-want +got):\n%s", when, diff)
	}
}
