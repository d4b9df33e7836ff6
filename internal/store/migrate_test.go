package store_test

import (
	"path/filepath"
	"sync"
	"testing"

	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestMigrate_isDoneOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		again, err := s.Migrate(t.Context())
		if err != nil || again != 0 {
			t.Errorf("second Migrate = %d, %v; want 0 steps", again, err)
		}
	})
}

// TestMigrate_byTwoProgramsAtOnce: one migrates, the other waits, both can work.
func TestMigrate_byTwoProgramsAtOnce(t *testing.T) {
	for name, dsn := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "two.db"), "postgres": ""} {
		t.Run(name, func(t *testing.T) {
			if name == "postgres" {
				dsn = testkit.PostgresURL(t)
			}
			var both [2]error
			var done [2]int
			var wait sync.WaitGroup
			for i := range both {
				wait.Go(func() {
					s, err := store.Open(t.Context(), dsn)
					if err != nil {
						both[i] = err
						return
					}
					defer s.Close()
					done[i], both[i] = s.Migrate(t.Context())
				})
			}
			wait.Wait()
			if both[0] != nil || both[1] != nil || (done[0] == 0) == (done[1] == 0) {
				t.Errorf("ran %v migrations, errors %v; want one to run them all", done, both)
			}
		})
	}
}
