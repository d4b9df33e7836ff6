package openfile_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"telaio/internal/openfile"
)

func TestScratch_givesBackTheLastText(t *testing.T) {
	s := openScratch(t, t.TempDir())
	for _, text := range []string{"prima", "seconda, più lunga", ""} {
		if err := s.Put("a", text); err != nil {
			t.Fatal(err)
		}
		if err := s.Put("b", "altro"); err != nil {
			t.Fatal(err)
		}
		if got, ok := s.Read("a"); !ok || got != text {
			t.Errorf("a = %q, %v; want %q", got, ok, text)
		}
	}
	s.Drop("a")
	if got, ok := s.Read("a"); ok || s.Has("a") {
		t.Errorf("a = %q after it was dropped", got)
	}
	if got, ok := s.Read("b"); !ok || got != "altro" {
		t.Errorf("b = %q, %v", got, ok)
	}
}

func TestScratch_hasMoreTextsThanAreAtHand(t *testing.T) {
	s := openScratch(t, t.TempDir())
	const texts = 1200
	name := func(i int) string { return "testo " + strconv.Itoa(i) }
	for i := range texts {
		if err := s.Put(name(i), name(i)+"\n"+name(i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 2 * texts {
		id := name(i % texts)
		if got, ok := s.Read(id); !ok || got != id+"\n"+id {
			t.Fatalf("%s = %q, %v", id, got, ok)
		}
	}
}

func TestScratch_leavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	s := openScratch(t, dir)
	if err := s.Put("a", "parole"); err != nil {
		t.Fatal(err)
	}
	aside := s.Aside([]byte("altre parole"))
	read := make([]byte, 6)
	if _, err := aside.ReadAt(read, 6); err != nil || string(read) != "parole" {
		t.Errorf("put aside and read %q, %v", read, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range left {
		if strings.HasPrefix(file.Name(), "scratch") {
			t.Errorf("%s is left", file.Name())
		}
	}
}

func openScratch(t *testing.T, dir string) *openfile.Scratch {
	t.Helper()
	s, err := openfile.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a test may have closed it
	return s
}
