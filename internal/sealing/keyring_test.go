package sealing_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"telaio/internal/sealing"
)

func openRing(t *testing.T, folder string, main byte) *sealing.Keyring {
	t.Helper()
	ring, err := sealing.OpenKeyring(folder, bytes.Repeat([]byte{main}, sealing.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ring.Close() })
	return ring
}

func TestKeyring_opensNothingOnceTheKeyIsDestroyed(t *testing.T) {
	folder := t.TempDir()
	ring, other := openRing(t, folder, 1), openRing(t, folder, 1) // two programs
	if _, err := ring.Box("cycle"); !errors.Is(err, sealing.ErrNoKey) {
		t.Fatalf("before a key is made: %v; want ErrNoKey", err)
	}
	box, err := ring.Make("cycle")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := box.Seal([]byte("girandola"), "ada")
	if err != nil {
		t.Fatal(err)
	}
	again, err := other.Box("cycle")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open(sealed, "ada"); err != nil || string(plain) != "girandola" {
		t.Errorf("the other program opens %q, %v", plain, err)
	}
	if err := ring.Destroy("cycle"); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*sealing.Keyring{ring, other} {
		if _, err := r.Box("cycle"); !errors.Is(err, sealing.ErrNoKey) {
			t.Errorf("after it was destroyed: %v; want ErrNoKey", err)
		}
	}
	if fresh, err := ring.Make("cycle"); err != nil || fresh.KeyID() == box.KeyID() {
		t.Errorf("a new key is the old one, or %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v; want one key", left)
	}
}

func TestKeyring_needsTheMainKeyToo(t *testing.T) {
	folder := t.TempDir()
	box, err := openRing(t, folder, 1).Make("cycle")
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := openRing(t, folder, 2).Box("cycle")
	if err != nil {
		t.Fatal(err)
	}
	sealed, _ := box.Seal([]byte("girandola"), "ada")
	if _, err := foreign.Open(sealed, "ada"); !errors.Is(err, sealing.ErrSealed) || foreign.KeyID() == box.KeyID() {
		t.Errorf("the file of the key alone opens what was sealed: %v", err)
	}
}

func TestKeyring_thingsDoNotShareAKey(t *testing.T) {
	ring := openRing(t, t.TempDir(), 1)
	one, _ := ring.Make("one")
	two, _ := ring.Make("two")
	if one.KeyID() == two.KeyID() || one.Name("EMP1") == two.Name("EMP1") || one.Name("EMP1") == one.Name("EMP2") {
		t.Error("two things have the same key or the same names")
	}
	if first, second := one.Name("EMP1"), one.Name("EMP1"); first != second {
		t.Error("a name is another one each time")
	}
	names, err := ring.Names()
	if slices.Sort(names); err != nil || !slices.Equal(names, []string{"one", "two"}) {
		t.Errorf("Names = %v, %v", names, err)
	}
	for _, name := range []string{"", "../secret", "a/b", "a.key"} {
		if _, err := ring.Make(name); !errors.Is(err, sealing.ErrNoKey) {
			t.Errorf("Make(%q) = %v; want no key", name, err)
		}
	}
}

func TestKeyring_makesOneKeyForAllWhoAskTogether(t *testing.T) {
	folder := t.TempDir()
	ids := make([]string, 8)
	var all sync.WaitGroup
	for i := range ids {
		ring := openRing(t, folder, 1)
		all.Go(func() {
			box, err := ring.Make("cycle")
			if err != nil {
				t.Error(err)
			}
			ids[i] = box.KeyID()
		})
	}
	all.Wait()
	if len(slices.Compact(ids)) != 1 {
		t.Errorf("the programs have the keys %v", ids)
	}
	info, err := os.Stat(filepath.Join(folder, "cycle.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v; want it to be its owner's only", info, err)
	}
}
