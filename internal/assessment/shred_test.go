package assessment_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/sealing"
)

// Somebody has a copy of the database from when the answers waited, and later
// gets hold of the main key too. With the cycle's own key gone, nothing opens.
func TestConfidential_anOldCopyStaysShutOnceAnsweringHasEnded(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "telaio.db"), t.TempDir()
	h := newHouse(t, open(t, path))
	main := bytes.Repeat([]byte{3}, sealing.KeySize)
	ring, err := sealing.OpenKeyring(folder, main)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ring.Close() })
	h.Keys = ring
	c, people := h.start(t, assessment.Confidential, 2)
	for _, p := range people {
		h.answer(t, p, "EMP1", kit.L3)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if _, err := rawDB(t, path).ExecContext(t.Context(), `vacuum into $1`, copied); err != nil {
		t.Fatal(err)
	}
	before, err := ring.Box(c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
		t.Fatal(err)
	}

	rows, err := rawDB(t, copied).QueryContext(t.Context(), `select participant_id, item_name, sealed from assessment_sealed`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var id, item string
		var sealed []byte
		if err := rows.Scan(&id, &item, &sealed); err != nil {
			t.Fatal(err)
		}
		about := "answer " + item + " of " + id
		if _, err := before.Open(sealed, about); err != nil {
			t.Fatalf("the test does not open what it should: %v", err)
		}
		if box, err := sealing.NewBox(main, "what belongs to "+c.ID); err != nil {
			t.Fatal(err)
		} else if _, err := box.Open(sealed, about); err == nil {
			t.Fatal("the main key alone opens an answer")
		}
	}
	if n != 2*len(people[0].Items) {
		t.Fatalf("the copy holds %d sealed answers; want %d", n, 2*len(people[0].Items))
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("the folder of keys holds %v after answering has ended, %v", left, err)
	}
	if _, err := ring.Box(c.ID); err == nil {
		t.Error("the key of the cycle can still be had")
	}
}

// Who answers everything and who leaves items out cannot be told apart.
func TestConfidential_aSkippedItemIsSealedLikeAnAnswer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "telaio.db")
	h := newHouse(t, open(t, path))
	_, people := h.start(t, assessment.Confidential, 2)
	for _, item := range people[0].Items {
		h.answer(t, people[0], item.ID, kit.L2)
	}
	h.answer(t, people[1], "EMP1", kit.L2)
	var shapes int
	err := rawDB(t, path).QueryRowContext(t.Context(), `
		select count(distinct shape) from (
			select count(*) || ' of ' || min(length(sealed)) || ' ' || max(length(sealed)) as shape
			from assessment_sealed group by participant_id) as shapes`).Scan(&shapes)
	if err != nil || shapes != 1 {
		t.Errorf("%d shapes of sealed answers, %v; want one", shapes, err)
	}
}

// An answer that is saved again as it was is sealed anew: a second press of the
// button looks like a change.
func TestConfidential_everySaveLooksTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "telaio.db")
	h := newHouse(t, open(t, path))
	_, people := h.start(t, assessment.Confidential, 1)
	saved := h.answer(t, people[0], "EMP1", kit.L2)
	stamps := func() (n int) {
		t.Helper()
		if err := rawDB(t, path).QueryRowContext(t.Context(), `select count(distinct stamp) from assessment_sealed`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := raw(t, path)
	again, err := h.Save(t.Context(), people[0], assessment.Answer{Item: "EMP1", Code: kit.L2, Number: saved.Number})
	if err != nil || again.Number != saved.Number {
		t.Fatalf("saved again = number %d, %v; want %d", again.Number, err, saved.Number)
	}
	if stamps() != len(people[0].Items) || bytes.Equal(before, raw(t, path)) {
		t.Error("a save that changes nothing can be told from one that does")
	}
}

// raw is everything sealed, in a fixed order.
func raw(t *testing.T, path string) []byte {
	t.Helper()
	var all []byte
	rows, err := rawDB(t, path).QueryContext(t.Context(), `select sealed from assessment_sealed order by participant_id, item_name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var sealed []byte
		if err := rows.Scan(&sealed); err != nil {
			t.Fatal(err)
		}
		all = append(all, sealed...)
	}
	return all
}

func rawDB(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// A disk was lost and came back without the keys: the program says so, and once
// told to give those answers up takes new ones.
func TestGiveUpLost_letsPeopleAnswerAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h house) {
		c, people := h.start(t, assessment.Confidential, 1)
		h.answer(t, people[0], "EMP1", kit.L3)
		if err := h.Finish(t.Context(), people[0]); err != nil {
			t.Fatal(err)
		}
		if n, err := h.GiveUpLost(t.Context()); err != nil || n != 0 {
			t.Fatalf("with all keys there GiveUpLost = %d, %v", n, err)
		}
		if err := h.Keys.Destroy(c.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.CheckKeys(t.Context()); err == nil {
			t.Error("nobody says that answers cannot be opened")
		}
		if err := h.End(t.Context(), h.ada, h.again(t, c)); err == nil {
			t.Fatal("the answering ends and the answers are lost without a word")
		}
		if n, err := h.GiveUpLost(t.Context()); err != nil || n != 1 {
			t.Fatalf("GiveUpLost = %d, %v; want 1", n, err)
		}
		held := people[0]
		held.Cycle = h.again(t, c)
		h.answer(t, held, "EMP1", kit.L1)
		if err := h.CheckKeys(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
