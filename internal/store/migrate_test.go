package store_test

import (
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
