package openfile_test

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"telaio/internal/openfile"
)

func read(t *testing.T, s *openfile.Shelf, version string, write func(io.Writer) error) string {
	t.Helper()
	f, err := s.File(t.Context(), "atlas.csv", version, write)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func says(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestFile_isMadeOncePerVersion(t *testing.T) {
	dir := t.TempDir()
	s, err := openfile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var made atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := read(t, s, "1", func(w io.Writer) error { made.Add(1); return says("one")(w) }); got != "one" {
				t.Errorf("read %q", got)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	if got := read(t, s, "2", says("two")); got != "two" {
		t.Errorf("read %q", got)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%d files are left; want the present version only", len(left))
	}
}

func TestFile_isNotThereHalf(t *testing.T) {
	dir := t.TempDir()
	s, err := openfile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	failure := errors.New("the database is gone")
	_, err = s.File(context.Background(), "atlas.csv", "1", func(w io.Writer) error {
		return errors.Join(says("half")(w), failure)
	})
	if !errors.Is(err, failure) {
		t.Errorf("File = %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
	if got := read(t, s, "1", says("whole")); got != "whole" {
		t.Errorf("read %q", got)
	}
}
