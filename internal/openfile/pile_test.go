package openfile_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"telaio/internal/openfile"
)

func TestPile_givesBackWhatWasPut(t *testing.T) {
	dir := t.TempDir()
	pile, err := openfile.NewPile(dir, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			text := strings.Repeat(fmt.Sprint(i), i)
			part, ok := pile.Put([]byte(text))
			if !ok {
				t.Errorf("no room for text %d", i)
			}
			if got, err := pile.Read(part, nil); err != nil || string(got) != text {
				t.Errorf("text %d is %q, %v", i, got, err)
			}
		})
	}
	all.Wait()
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files have a name", len(left))
	}
}

func TestPile_takesNoMoreThanItHasRoomFor(t *testing.T) {
	pile, err := openfile.NewPile(t.TempDir(), 10)
	if err != nil {
		t.Fatal(err)
	}
	first, ok := pile.Put([]byte("12345678"))
	if !ok {
		t.Fatal("no room for the first")
	}
	if _, ok := pile.Put([]byte("123")); ok {
		t.Error("took more than there is room for")
	}
	if got, err := pile.Read(first, nil); err != nil || string(got) != "12345678" {
		t.Errorf("the first is %q, %v", got, err)
	}
}
