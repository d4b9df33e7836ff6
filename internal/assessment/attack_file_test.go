package assessment_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// kept is a file as a copy of its folder shows it.
type kept struct {
	name    string
	time    time.Time
	content []byte
}

// folder lists the files below a folder, by name.
func folder(t *testing.T, path string) []kept {
	t.Helper()
	var all []kept
	err := filepath.WalkDir(path, func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(file)
		all = append(all, kept{d.Name(), info.ModTime(), content})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// pieces lists the sealed pieces of a cycle's files.
func (h house) pieces(t *testing.T, cycleID string) []kept {
	t.Helper()
	if _, err := os.Stat(filepath.Join(h.pieceFolder, cycleID)); os.IsNotExist(err) {
		return nil
	}
	return folder(t, filepath.Join(h.pieceFolder, cycleID))
}

// document is a PDF of some length with somebody's words in it.
func document(words string, length int) []byte {
	return bytes.Replace(testkit.PDF(), []byte("/Type /Catalog"), []byte("/Type /Catalog /Words ("+words+strings.Repeat("x", length)+")"), 1)
}

// upload lets everybody of a group attach a document, one after the other.
func upload(t *testing.T, h house, people []assessment.Held, random *rand.Rand) {
	t.Helper()
	for _, i := range random.Perm(len(people)) {
		*h.now = h.now.Add(time.Minute)
		pdf := document(fmt.Sprintf("parole di %d ", i), 300*random.IntN(2000))
		pdf = pdfWithIndex(pdf)
		a := assessment.Answer{Item: "EMP1", Code: kit.L3, Evidence: []assessment.Evidence{{Title: "Documento", Strength: kit.Document}}}
		if _, err := h.Respond(t.Context(), people[i], a, []assessment.Upload{{Name: "documento.pdf", Content: pdf}}); err != nil {
			t.Fatal(err)
		}
		if err := h.Finish(t.Context(), people[i]); err != nil {
			t.Fatal(err)
		}
	}
}

// pdfWithIndex mends the place of the index after something was put in.
func pdfWithIndex(pdf []byte) []byte {
	at := bytes.LastIndex(pdf, []byte("\nxref"))
	end := bytes.LastIndex(pdf, []byte("startxref\n"))
	return append(bytes.Clone(pdf[:end]), fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", at+1)...)
}

// A coordinator with copies of all folders, from while people answered and from
// afterwards, tries to learn whose a file is: by names, by times, by lengths, by
// the order in the result.
func TestConfidential_aCopyOfTheFoldersTellsNobodysFile(t *testing.T) {
	unwatched.Only(t)
	h := newHouse(t, open(t, filepath.Join(t.TempDir(), "telaio.db")))
	random := rand.New(rand.NewPCG(7, 7))
	right, tried := map[string]int{}, 0
	for range groups {
		c, people := h.start(t, assessment.Confidential, groupSize)
		upload(t, h, people, random)
		waiting := h.pieces(t, c.ID)
		lookAtPieces(t, waiting)
		if bare := folder(t, h.fileFolder); len(bare) != tried {
			t.Fatalf("%d files lie open while people answer; want the %d of earlier groups", len(bare), tried)
		}
		earlier := namesIn(folder(t, h.fileFolder))
		if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
			t.Fatal(err)
		}
		if left := h.pieces(t, c.ID); len(left) > 0 {
			t.Fatalf("%d sealed pieces are left when answering has ended", len(left))
		}
		fresh := slices.DeleteFunc(folder(t, h.fileFolder), func(k kept) bool { return slices.Contains(earlier, k.name) })
		for name, order := range fileOrders(t, h, c, fresh) {
			right[name] += rightFiles(t, h, c, people, order)
		}
		if err := h.Close(t.Context(), h.ada, h.again(t, c)); err != nil {
			t.Fatal(err)
		}
		tried += groupSize
	}
	const expected = 1.0 / groupSize
	within := luck(expected, tried)
	for name, r := range right {
		rate := float64(r) / float64(tried)
		t.Logf("by %s: %.3f right, by chance %.3f ± %.3f", name, rate, expected, within)
		if math.Abs(rate-expected) > within {
			t.Errorf("by %s the attacker is right in %.3f of %d guesses; chance is %.3f", name, rate, tried, expected)
		}
	}
}

// lookAtPieces finds nothing to tell pieces apart by.
func lookAtPieces(t *testing.T, pieces []kept) {
	t.Helper()
	if len(pieces) < groupSize {
		t.Fatalf("%d pieces; want at least one for each person", len(pieces))
	}
	for _, p := range pieces {
		if !p.time.Equal(pieces[0].time) || len(p.content) != len(pieces[0].content) {
			t.Errorf("a piece of %d bytes of %v beside one of %d bytes of %v", len(p.content), p.time, len(pieces[0].content), pieces[0].time)
		}
		if bytes.Contains(p.content, []byte("parole di")) || bytes.Contains(p.content, []byte("%PDF-1")) {
			t.Error("a piece can be read")
		}
	}
}

func namesIn(files []kept) []string {
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	return names
}

// fileOrders are the files in every order that a copy and the result give.
func fileOrders(t *testing.T, h house, c assessment.Cycle, files []kept) map[string][]kept {
	t.Helper()
	sorted := func(compare func(a, b kept) int) []kept {
		order := slices.Clone(files)
		slices.SortStableFunc(order, compare)
		return order
	}
	material, err := h.Result(t.Context(), h.again(t, c))
	if err != nil {
		t.Fatal(err)
	}
	var shown []kept
	for _, e := range material.Evidence["EMP1"] {
		if at := slices.IndexFunc(files, func(k kept) bool { return k.name == e.File }); at >= 0 {
			shown = append(shown, files[at])
		}
	}
	return map[string][]kept{
		"names":                   sorted(func(a, b kept) int { return cmp.Compare(a.name, b.name) }),
		"times":                   sorted(func(a, b kept) int { return a.time.Compare(b.time) }),
		"times, backwards":        sorted(func(a, b kept) int { return b.time.Compare(a.time) }),
		"lengths":                 sorted(func(a, b kept) int { return cmp.Compare(len(a.content), len(b.content)) }),
		"the order in the result": shown,
	}
}

// rightFiles deals the files out to the participants as they finished, and
// counts how many get their own.
func rightFiles(t *testing.T, h house, c assessment.Cycle, people []assessment.Held, order []kept) int {
	t.Helper()
	there, err := h.Participants(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(there, func(a, b assessment.Participant) int { return a.FinishedAt.Compare(b.FinishedAt) })
	right := 0
	for i, p := range there {
		who := slices.IndexFunc(people, func(h assessment.Held) bool { return h.Participant.ID == p.ID })
		if i < len(order) && bytes.Contains(order[i].content, fmt.Appendf(nil, "parole di %d ", who)) {
			right++
		}
	}
	return right
}
