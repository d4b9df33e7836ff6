package sealing_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"telaio/internal/sealing"
)

func newBox(t *testing.T, key byte, purpose string) sealing.Box {
	t.Helper()
	box, err := sealing.NewBox(bytes.Repeat([]byte{key}, sealing.KeySize), purpose)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func TestBox_opensWhatItSealedAndNothingElse(t *testing.T) {
	box := newBox(t, 1, "answers")
	sealed, err := box.Seal([]byte("girandola"), "ada")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := box.Open(sealed, "ada"); err != nil || string(plain) != "girandola" {
		t.Errorf("Open = %q, %v; want girandola", plain, err)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)/2] ^= 1
	for name, attempt := range map[string]func() ([]byte, error){
		"about somebody else":  func() ([]byte, error) { return box.Open(sealed, "bruno") },
		"with another key":     func() ([]byte, error) { return newBox(t, 2, "answers").Open(sealed, "ada") },
		"for another purpose":  func() ([]byte, error) { return newBox(t, 1, "letters").Open(sealed, "ada") },
		"after a bit changed":  func() ([]byte, error) { return box.Open(changed, "ada") },
		"of which a part":      func() ([]byte, error) { return box.Open(sealed[:5], "ada") },
		"of which nothing":     func() ([]byte, error) { return box.Open(nil, "ada") },
		"whose end is missing": func() ([]byte, error) { return box.Open(sealed[:len(sealed)-1], "ada") },
	} {
		if plain, err := attempt(); !errors.Is(err, sealing.ErrSealed) {
			t.Errorf("opening %s = %q, %v; want ErrSealed", name, plain, err)
		}
	}
}

func TestBox_sealsTheSameBytesDifferentlyEachTime(t *testing.T) {
	box := newBox(t, 1, "answers")
	first, _ := box.Seal([]byte("L3"), "ada")
	second, _ := box.Seal([]byte("L3"), "ada")
	if bytes.Equal(first, second) || bytes.Contains(first, []byte("L3")) {
		t.Error("what is sealed can be recognised")
	}
}

func TestBox_withoutAKeyRefuses(t *testing.T) {
	var none sealing.Box
	if _, err := none.Seal([]byte("a"), "b"); !errors.Is(err, sealing.ErrNoKey) {
		t.Errorf("Seal = %v; want ErrNoKey", err)
	}
	if _, err := none.Open(make([]byte, 100), "b"); !errors.Is(err, sealing.ErrNoKey) {
		t.Errorf("Open = %v; want ErrNoKey", err)
	}
}

func TestKeyID_tellsKeysApart(t *testing.T) {
	one, same, other := newBox(t, 1, "answers"), newBox(t, 1, "answers"), newBox(t, 2, "answers")
	if one.KeyID() != same.KeyID() || one.KeyID() == other.KeyID() || one.KeyID() == "" {
		t.Errorf("ids %q, %q and %q; want the first two alike and the third another", one.KeyID(), same.KeyID(), other.KeyID())
	}
}

func TestPad_hidesTheLength(t *testing.T) {
	for _, content := range []string{"", "a", strings.Repeat("à", 20)} {
		record, err := sealing.Pad([]byte(content), 64)
		if err != nil || len(record) != 64 {
			t.Fatalf("Pad(%q) has %d bytes, %v; want 64", content, len(record), err)
		}
		if back, err := sealing.Unpad(record); err != nil || string(back) != content {
			t.Errorf("Unpad = %q, %v; want %q", back, err, content)
		}
	}
	if _, err := sealing.Pad(make([]byte, 61), 64); !errors.Is(err, sealing.ErrTooLong) {
		t.Errorf("61 bytes in 64 = %v; want ErrTooLong", err)
	}
}

func FuzzUnpad(f *testing.F) {
	record, _ := sealing.Pad([]byte("girandola"), 32)
	f.Add(record)
	f.Add([]byte{255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, record []byte) {
		content, err := sealing.Unpad(record)
		if err == nil && len(content)+4 > len(record) {
			t.Errorf("%d bytes come out of %d", len(content), len(record))
		}
	})
}

func TestLoadKey_isMadeOnceForItsOwnerOnly(t *testing.T) {
	folder := t.TempDir()
	var keys [8][]byte
	var wait sync.WaitGroup
	for i := range keys {
		wait.Go(func() {
			var err error
			if keys[i], err = sealing.LoadKey(folder); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, key := range keys {
		if len(key) != sealing.KeySize || !bytes.Equal(key, keys[0]) {
			t.Fatal("programs that start together got different keys")
		}
	}
	info, err := os.Stat(filepath.Join(folder, sealing.KeyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %v, %v; want 0600", info.Mode(), err)
	}
	left, err := fs.Glob(os.DirFS(folder), "*")
	if err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v; want the key file alone", left)
	}
}

func TestLoadKey_refusesAFileThatHoldsNoKey(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, sealing.KeyFile), []byte("half a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sealing.LoadKey(folder); err == nil || !strings.Contains(err.Error(), "openssl rand -base64 32") {
		t.Errorf("LoadKey = %v; want it to say what a key looks like", err)
	}
}
