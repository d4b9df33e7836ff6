package leftover_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/leftover"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// room has files and records, and a clock that is set by hand.
type room struct {
	leftover.Sweeper
	store  *store.Store
	files  *blob.Directory
	folder string
	now    *clock.Fixed
}

func eachRoom(t *testing.T, test func(*testing.T, room)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		folder := t.TempDir()
		files, err := blob.OpenDirectory(folder)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { files.Close() })
		now := &clock.Fixed{T: time.Now()}
		test(t, room{leftover.Sweeper{Files: files, Records: s, Clock: now}, s, files, folder, now})
	})
}

// put keeps a file, as if so long ago.
func (r room) put(t *testing.T, content string, ago time.Duration) string {
	t.Helper()
	id, err := r.files.Put(t.Context(), []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.files.PutVariant(t.Context(), id, "128", []byte("small "+content)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{id, id + "-128"} {
		at := r.now.T.Add(-ago)
		if err := os.Chtimes(filepath.Join(r.folder, id[:2], name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

func (r room) there(t *testing.T, id, variant string) bool {
	t.Helper()
	file, err := r.files.Open(t.Context(), id, variant)
	if fault.KindOf(err) == fault.NotFound {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	return true
}

// sweep sweeps after so long and wants so many files to have gone.
func (r room) sweep(t *testing.T, after time.Duration, want int) {
	t.Helper()
	r.now.T = r.now.T.Add(after)
	if removed, err := r.Sweep(t.Context()); err != nil || removed != want {
		t.Fatalf("Sweep = %d, %v; want %d", removed, err, want)
	}
}

const hour = time.Hour

func TestSweep_removesAFileThatNothingHasPointedToForADay(t *testing.T) {
	eachRoom(t, func(t *testing.T, r room) {
		id := r.put(t, "logo", 48*hour)
		r.sweep(t, 0, 0)
		r.sweep(t, 23*hour, 0)
		if !r.there(t, id, "") {
			t.Fatal("the file went before a day had passed")
		}
		r.sweep(t, hour, 1)
		if r.there(t, id, "") || r.there(t, id, "128") {
			t.Error("the file or its small form is still there")
		}
		r.sweep(t, 24*hour, 0)
		if left, err := r.store.UnusedFiles(t.Context()); err != nil || len(left) > 0 {
			t.Errorf("notes of files that have gone: %v, %v", left, err)
		}
	})
}

func TestSweep_keepsWhatAnyRecordMentions(t *testing.T) {
	eachRoom(t, func(t *testing.T, r room) {
		published, typed, unread := r.put(t, "published", 48*hour), r.put(t, "typed", 48*hour), r.put(t, "unread", 48*hour)
		testkit.Publish(t, r.store, organisation.Organisation{ID: "o", Slug: "o", State: organisation.Published}, organisation.Card{Name: "Prova", Logo: published})
		d := participation.Draft{ID: "d", Questionnaire: "participation", Version: 1, Origin: organisation.NewOrganisation, Language: "it", BegunAt: r.now.T, SavedAt: r.now.T}
		key := participation.Key{DraftID: "d", Hash: "k", Kind: participation.BrowserKey, At: r.now.T}
		step := participation.Step{DraftID: "d", Page: "story", Number: 1, At: r.now.T, Answers: questionnaire.Answers{"logo": {Text: typed}}}
		if err := r.store.AddDraft(t.Context(), d, key); err != nil {
			t.Fatal(err)
		}
		if err := r.store.SaveStep(t.Context(), step); err != nil {
			t.Fatal(err)
		}
		r.sweep(t, 0, 0)
		r.sweep(t, 24*hour, 1)
		if !r.there(t, published, "") || !r.there(t, typed, "128") || r.there(t, unread, "") {
			t.Error("want the published and the typed one kept, and the other gone")
		}
		if n, err := r.store.RemoveDrafts(t.Context(), r.now.T.Add(hour)); err != nil || n != 1 {
			t.Fatalf("RemoveDrafts = %d, %v; want 1", n, err)
		}
		r.sweep(t, 0, 0)
		r.sweep(t, 24*hour, 1)
		if r.there(t, typed, "") {
			t.Error("the picture of a removed draft is still there")
		}
	})
}

func TestSweep_leavesAFileThatIsUsedAgain(t *testing.T) {
	eachRoom(t, func(t *testing.T, r room) {
		put, kept := r.put(t, "put again", 48*hour), r.put(t, "named again", 48*hour)
		r.sweep(t, 0, 0)
		r.put(t, "put again", -24*hour) // as a save does while the next sweep is near
		at := r.now.T.Add(24 * hour)
		if there, err := r.files.Keep(t.Context(), kept); err != nil || !there {
			t.Fatalf("Keep = %v, %v", there, err)
		}
		if err := os.Chtimes(filepath.Join(r.folder, kept[:2], kept), at, at); err != nil {
			t.Fatal(err)
		}
		r.sweep(t, 25*hour, 0)
		if !r.there(t, put, "") || !r.there(t, kept, "") {
			t.Error("a file that was used again has gone")
		}
		r.sweep(t, 25*hour, 0) // without mention again, from the beginning
		r.sweep(t, 25*hour, 2)
	})
}

// A save that puts the same content at the very moment of its removal finds it
// kept afterwards, every time.
func TestSweep_neverTakesAFileFromASave(t *testing.T) {
	folder := t.TempDir()
	files, err := blob.OpenDirectory(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	for n := range 200 {
		content := fmt.Appendf(nil, "logo %d", n)
		id, err := files.Put(t.Context(), content)
		if err != nil {
			t.Fatal(err)
		}
		long := time.Now().Add(-48 * hour)
		if err := os.Chtimes(filepath.Join(folder, id[:2], id), long, long); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() {
			_, err := files.Put(t.Context(), content)
			done <- err
		}()
		_, err = files.RemoveUntouched(t.Context(), id, time.Now().Add(-24*hour))
		if putErr := <-done; err != nil || putErr != nil {
			t.Fatal(err, putErr)
		}
		file, err := files.Open(t.Context(), id, "")
		if err != nil {
			t.Fatalf("in round %d the saved file is gone: %v", n, err)
		}
		file.Close()
	}
}
