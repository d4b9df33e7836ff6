package store_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/letter"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func example() letter.Letter {
	return letter.Letter{To: "giulia@example.org", Name: "Giulia", Language: "it", Template: "sign_in", Values: map[string]string{"Link": "https://telaio.example/entra/abc"}}
}

func TestSend_leavesOnlyIfTheTransactionCommits(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		broken := errors.New("broken")
		err := s.InTx(t.Context(), func(ctx context.Context) error {
			if err := s.Send(ctx, example()); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatalf("InTx = %v; want %v", err, broken)
		}
		if _, ok, err := s.NextLetter(t.Context()); ok || err != nil {
			t.Errorf("NextLetter after a rollback = %v, %v; want none", ok, err)
		}
		if err := s.Send(t.Context(), example()); err != nil {
			t.Fatal(err)
		}
		got, ok, err := s.NextLetter(t.Context())
		if !ok || err != nil {
			t.Fatalf("NextLetter = %v, %v; want a letter", ok, err)
		}
		if diff := cmp.Diff(example(), got.Letter); diff != "" {
			t.Errorf("letter (-sent +taken out):\n%s", diff)
		}
		if got.ID == "" || got.Attempt != 1 {
			t.Errorf("ID %q, attempt %d; want an id and attempt 1", got.ID, got.Attempt)
		}
	})
}

func TestNextLetter_isTakenByOne(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		if err := s.Send(t.Context(), example()); err != nil {
			t.Fatal(err)
		}
		first, ok, err := s.NextLetter(t.Context())
		if !ok || err != nil {
			t.Fatalf("NextLetter = %v, %v", ok, err)
		}
		if _, ok, err := s.NextLetter(t.Context()); ok || err != nil {
			t.Errorf("NextLetter while it is out = %v, %v; want none", ok, err)
		}
		if err := s.PutBack(t.Context(), first, 0); err != nil {
			t.Fatal(err)
		}
		again, ok, err := s.NextLetter(t.Context())
		if !ok || err != nil || again.Attempt != 2 || again.ID != first.ID {
			t.Errorf("NextLetter after PutBack = %+v, %v, %v; want attempt 2 of %s", again, ok, err, first.ID)
		}
		if err := s.PutBack(t.Context(), again, time.Hour); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.NextLetter(t.Context()); ok || err != nil {
			t.Errorf("NextLetter before its hour = %v, %v; want none", ok, err)
		}
		if err := s.Forget(t.Context(), again); err != nil {
			t.Fatal(err)
		}
	})
}

// keyOf is a box whose key is made of one byte.
func keyOf(t *testing.T, b byte) sealing.Box {
	t.Helper()
	box, err := sealing.NewBox(bytes.Repeat([]byte{b}, sealing.KeySize), "letters")
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func TestNextLetter_waitsForTheKeyThatItWasSealedWith(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		s.SealLetters(keyOf(t, 1))
		if err := s.Send(t.Context(), example()); err != nil {
			t.Fatal(err)
		}
		for name, wrong := range map[string]sealing.Box{"another key": keyOf(t, 2), "no key": {}} {
			s.SealLetters(wrong)
			locked, ok, err := s.NextLetter(t.Context())
			if err != nil || !ok || !locked.Locked || locked.Template != "" {
				t.Fatalf("with %s: %+v, %v, %v; want a letter that is locked", name, locked, ok, err)
			}
			if err := s.PutBack(t.Context(), locked, 0); err != nil {
				t.Fatal(err)
			}
		}
		s.SealLetters(keyOf(t, 1))
		got, ok, err := s.NextLetter(t.Context())
		if err != nil || !ok || got.Locked || got.Attempt != 1 {
			t.Fatalf("with the key again: %+v, %v, %v; want the letter, at its first attempt", got, ok, err)
		}
		if diff := cmp.Diff(example(), got.Letter); diff != "" {
			t.Errorf("letter (-sent +taken out):\n%s", diff)
		}
	})
}

func TestTakeLease_isHeldByOneAtATime(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		for i, test := range []struct {
			holder string
			at     time.Duration
			want   bool
		}{
			{"a", 0, true},
			{"b", 10 * time.Second, false},
			{"a", 20 * time.Second, true},
			{"b", 49 * time.Second, false},
			{"b", 50 * time.Second, true},
			{"a", 51 * time.Second, false},
		} {
			at := now.Add(test.at)
			got, err := s.TakeLease(t.Context(), "letters", test.holder, at, at.Add(30*time.Second))
			if err != nil || got != test.want {
				t.Errorf("step %d: TakeLease by %s = %v, %v; want %v", i, test.holder, got, err, test.want)
			}
		}
	})
}
