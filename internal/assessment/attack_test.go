package assessment_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/sealing"
	"telaio/internal/secret"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// A coordinator with a raw copy of the database tries to learn who gave which
// answer. Everything that an order could be taken from is tried: the order of
// rows and pages, of ids, names and times, of frames in the write-ahead log, the
// lengths of what is sealed. If nothing helps, each guess is as good as dealing
// the answers out by chance.

const (
	groups    = 24
	groupSize = 5
)

// truth is what one person answered, known to the test alone.
type truth map[string]kit.Code

// group is one simulated cycle.
type group struct {
	cycle  assessment.Cycle
	people []assessment.Held
	tokens []string
	truths []truth
}

// simulate lets groups answer, each person at a time and in an order of their
// own; before sees the database while answers wait.
func simulate(t *testing.T, h house, mode assessment.Mode, before func(group)) []group {
	t.Helper()
	random := rand.New(rand.NewPCG(2026, uint64(len(mode))))
	var all []group
	for g := range groups {
		c, err := h.Start(t.Context(), h.ada, h.o.ID, assessment.Plan{Label: fmt.Sprint(g), Extent: assessment.Quick, Mode: mode})
		if err != nil {
			t.Fatal(err)
		}
		if c, err = h.OpenRoom(t.Context(), h.ada, c); err != nil {
			t.Fatal(err)
		}
		one := group{cycle: c}
		for i := range groupSize {
			*h.now = h.now.Add(time.Minute)
			token, err := h.Join(t.Context(), c.RoomKey, fmt.Sprintf("Persona %c", 'A'+i), "it")
			if err != nil {
				t.Fatal(err)
			}
			one.tokens, one.people = append(one.tokens, token), append(one.people, h.hold(t, token))
			one.truths = append(one.truths, truth{})
		}
		for _, i := range random.Perm(groupSize) {
			answerAll(t, h, one.people[i], one.truths[i], random)
		}
		before(one)
		c = h.again(t, c)
		if err := h.End(t.Context(), h.ada, c); err != nil {
			t.Fatal(err)
		}
		c = h.again(t, c)
		if err := h.Close(t.Context(), h.ada, c); err != nil { // makes room for the next
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// answerAll saves a person's answers, some of them with a note of their own
// length, and some twice.
func answerAll(t *testing.T, h house, who assessment.Held, truths truth, random *rand.Rand) {
	t.Helper()
	for _, n := range random.Perm(len(who.Items)) {
		item := who.Items[n]
		code := kit.LevelCode(random.IntN(kit.MaxLevel + 1))
		*h.now = h.now.Add(time.Duration(1+random.IntN(90)) * time.Second)
		note := strings.Repeat("nota ", random.IntN(40))
		saved, err := h.Save(t.Context(), who, assessment.Answer{Item: item.ID, Code: kit.DontKnow, Note: note})
		if err == nil {
			_, err = h.Save(t.Context(), who, assessment.Answer{Item: item.ID, Code: code, Number: saved.Number})
		}
		if err != nil {
			t.Fatal(err)
		}
		truths[item.ID] = code
	}
	*h.now = h.now.Add(time.Minute)
	if err := h.Finish(t.Context(), who); err != nil {
		t.Fatal(err)
	}
}

// attacker has the database alone, and what coordinators see.
type attacker struct {
	t     *testing.T
	db    *sql.DB
	order string // of rows as the engine keeps them
	files func() []byte
	wal   map[string]int // participant id: where it was last written in the log
	first map[string]int // participant id: where an answer of it stands first in the files
	size  map[string]int // participant id: length of all that was sealed

	lengths map[int]bool // of every sealed answer
}

func newAttacker(t *testing.T, db *sql.DB, order string) *attacker {
	t.Helper()
	return &attacker{t: t, db: db, order: order, wal: map[string]int{}, first: map[string]int{}, size: map[string]int{}, lengths: map[int]bool{}}
}

// look notes what can be seen while the answers wait.
func (a *attacker) look(g group) {
	a.t.Helper()
	raw := a.files()
	keys := a.keysIn(raw)
	for _, p := range g.people {
		a.wal[p.Participant.ID] = bytes.LastIndex(raw, []byte(p.Participant.ID))
	}
	rows, err := a.db.QueryContext(a.t.Context(), `
		select participant_id, item_name, sealed from assessment_sealed where cycle_id = $1`, g.cycle.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	defer rows.Close()
	count := map[string]int{}
	for rows.Next() {
		var id, item string
		var sealed []byte
		if err := rows.Scan(&id, &item, &sealed); err != nil {
			a.t.Fatal(err)
		}
		if count[id]++; count[id] == 1 {
			a.tryKeys(g.cycle.ID, "answer "+item+" of "+id, sealed, keys)
		}
		a.lengths[len(sealed)] = true
		a.first[id] = min(cmp.Or(a.first[id], len(raw)), bytes.Index(raw, []byte(item)))
		a.size[id] += len(sealed)
	}
	for id, n := range count {
		if n != len(g.people[0].Items) {
			a.t.Errorf("participant %s has %d sealed answers; want one for each of %d items", id, n, len(g.people[0].Items))
		}
	}
}

var wordPattern = regexp.MustCompile(`[A-Za-z0-9_+/=-]{16,}`)

// guessedKey is a key made of a word that may be it.
type guessedKey struct {
	word string
	key  [sha256.Size]byte
}

// keysIn takes every word of the database for the key.
func (a *attacker) keysIn(raw []byte) []guessedKey {
	var keys []guessedKey
	for _, word := range slices.Compact(slices.Sorted(slices.Values(wordPattern.FindAllString(string(raw[:min(len(raw), 200<<10)]), 50)))) {
		keys = append(keys, guessedKey{word, sha256.Sum256([]byte(word))})
	}
	return keys
}

// tryKeys tries to open a sealed answer with each of the keys.
func (a *attacker) tryKeys(cycleID, about string, sealed []byte, keys []guessedKey) {
	a.t.Helper()
	for _, guess := range keys {
		box, err := sealing.NewBox(guess.key[:], "what belongs to "+cycleID)
		if err != nil {
			a.t.Fatal(err)
		}
		if _, err := box.Open(sealed, about); err == nil {
			a.t.Errorf("%q, which is in the database, opens an answer", guess.word)
		}
	}
}

// column reads one text of each row, in the order that a query gives.
func (a *attacker) column(query string, args ...any) []string {
	a.t.Helper()
	rows, err := a.db.QueryContext(a.t.Context(), query, args...)
	if err != nil {
		a.t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			a.t.Fatal(err)
		}
		list = append(list, text)
	}
	return list
}

// orders are the participants of a cycle in every order that the database and
// what was seen of it before can give.
func (a *attacker) orders(cycleID string) map[string][]string {
	by := func(order string) []string {
		return a.column(`select id from assessment_participant where cycle_id = $1 order by `+order, cycleID)
	}
	orders := map[string][]string{
		"the order of rows": by(a.order), "ids": by("id"), "names": by("joined_at"), "times of finishing": by("finished_at"),
		"times of finishing, backwards": by("finished_at desc"),
	}
	seen := by("id")
	slices.SortFunc(seen, func(x, y string) int { return cmp.Compare(a.wal[x], a.wal[y]) })
	orders["places in the log"] = seen
	begun := by("id")
	slices.SortFunc(begun, func(x, y string) int { return cmp.Compare(a.first[x], a.first[y]) })
	orders["places of the sealed answers"] = begun
	long := by("id")
	slices.SortStableFunc(long, func(x, y string) int { return cmp.Compare(a.size[x], a.size[y]) })
	orders["lengths"] = long
	return orders
}

// guesses deals the stored answers out to the participants in each order.
func (a *attacker) guesses(ctx context.Context, s *store.Store, g group) map[string]map[string]truth {
	a.t.Helper()
	pool, err := s.Pool(ctx, g.cycle.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	all := map[string]map[string]truth{}
	for name, people := range a.orders(g.cycle.ID) {
		guess := map[string]truth{}
		for i, id := range people {
			guess[id] = truth{}
			for item, pooled := range pool.Items {
				if i < len(pooled.Codes) {
					guess[id][item] = pooled.Codes[i]
				}
			}
		}
		all[name] = guess
	}
	return all
}

// hits counts right guesses, and how many of them chance would give: of an item
// that n_c of n answered with c, the sum of n_c²/n.
func hits(g group, guess map[string]truth) (right, tried int, byChance float64) {
	counts := map[string]map[kit.Code]int{}
	for i, person := range g.people {
		for item, code := range g.truths[i] {
			if counts[item] == nil {
				counts[item] = map[kit.Code]int{}
			}
			counts[item][code]++
			tried++
			if guess[person.Participant.ID][item] == code {
				right++
			}
		}
	}
	for _, byCode := range counts {
		for _, n := range byCode {
			byChance += float64(n*n) / groupSize
		}
	}
	return right, tried, byChance
}

// luck is how far from the expected rate a run of luck may lead: seven standard
// deviations of dealing the cards of a group out to it, which no card is put back
// into. Five would be exceeded once in some thousand runs of the tests, because
// the number of right guesses is skewed.
func luck(expected float64, tried int) float64 {
	return 7 * math.Sqrt(expected*(1-expected)/float64(tried)*groupSize/(groupSize-1))
}

func attack(t *testing.T, h house, a *attacker) {
	t.Helper()
	all := simulate(t, h, assessment.Confidential, a.look)
	right, tried, chance := map[string]int{}, 0, 0.0
	for _, g := range all {
		for name, guess := range a.guesses(t.Context(), h.store, g) {
			r, _, _ := hits(g, guess)
			right[name] += r
		}
		_, n, c := hits(g, nil)
		tried, chance = tried+n, chance+c
	}
	expected := chance / float64(tried)
	within := luck(expected, tried)
	for name, r := range right {
		rate := float64(r) / float64(tried)
		t.Logf("by %s: %.3f right, by chance %.3f ± %.3f", name, rate, expected, within)
		if math.Abs(rate-expected) > within {
			t.Errorf("by %s the attacker is right in %.3f of %d guesses; chance is %.3f", name, rate, tried, expected)
		}
	}
	if len(a.lengths) != 1 {
		t.Errorf("sealed answers have the lengths %v; want one", slices.Collect(maps.Keys(a.lengths)))
	}
	if left := a.column(`select participant_id from assessment_sealed`); len(left) > 0 {
		t.Errorf("%d sealed answers are left when all answering has ended", len(left))
	}
	if left, err := h.Keys.Names(); err != nil || len(left) > 0 {
		t.Errorf("the keys %v are left when all answering has ended (%v)", left, err)
	}
}

func TestConfidential_aCopyOfTheFilesTellsNobodysAnswer(t *testing.T) {
	unwatched.Only(t)
	path := filepath.Join(t.TempDir(), "telaio.db")
	s := open(t, path)
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	a := newAttacker(t, db, "rowid")
	a.files = func() []byte { return files(t, path) }
	attack(t, newHouse(t, s), a)
}

func TestConfidential_aDumpOfPostgresTellsNobodysAnswer(t *testing.T) {
	unwatched.Only(t)
	url := testkit.PostgresURL(t)
	s := open(t, url)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	a := newAttacker(t, db, "ctid")
	a.files = func() []byte { // rows as they lie, with the transactions that wrote them
		return []byte(strings.Join(a.column(`
			select t.line from (
				select xmin::text::bigint as written, p::text as line from assessment_participant p
				union all select xmin::text::bigint, s::text from assessment_sealed s
				union all select xmin::text::bigint, k::text from assessment_key k
				union all select xmin::text::bigint, a::text from audit a
			) t order by t.written`), "\n"))
	}
	attack(t, newHouse(t, s), a)
}

// The attacker is no fool: where answers are kept with their people, it reads
// them all.
func TestNamed_aCopyOfTheFilesTellsEverything(t *testing.T) {
	unwatched.Only(t)
	path := filepath.Join(t.TempDir(), "telaio.db")
	h := newHouse(t, open(t, path))
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	a := newAttacker(t, db, "rowid")
	for _, g := range simulate(t, h, assessment.Named, func(group) {}) {
		guess := map[string]truth{}
		for _, line := range a.column(`
			select participant_id || ' ' || item || ' ' || code from assessment_answer order by number`) {
			f := strings.Fields(line)
			if guess[f[0]] == nil {
				guess[f[0]] = truth{}
			}
			guess[f[0]][f[1]] = kit.Code(f[2])
		}
		if right, tried, _ := hits(g, guess); right != tried {
			t.Fatalf("the attacker is right in %d of %d guesses; want all", right, tried)
		}
	}
}

// While answers wait, and after, no byte of the files holds the words of an
// answer next to a person, and no link in a waiting letter can be read.
func TestConfidential_noWordOfAnAnswerOrLinkIsInTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "telaio.db")
	s := open(t, path)
	letters, err := sealing.NewBox(bytes.Repeat([]byte{9}, sealing.KeySize), "letters")
	if err != nil {
		t.Fatal(err)
	}
	s.SealLetters(letters)
	h := newHouse(t, s)
	c, people := h.start(t, assessment.Confidential, 2)
	if _, err := h.Invite(t.Context(), h.ada, c, "Zoe Lunardi <zoe.lunardi@example.org>", "it"); err != nil {
		t.Fatal(err)
	}
	words := []string{"girandola", "mulinello"}
	for i, word := range words {
		if _, err := h.Save(t.Context(), people[i], assessment.Answer{Item: "EMP1", Code: kit.L3, Note: word}); err != nil {
			t.Fatal(err)
		}
	}
	for _, word := range append(words, "telaio.example/answers/") {
		if bytes.Contains(files(t, path), []byte(word)) {
			t.Errorf("%q is in the files while the answers are sealed", word)
		}
	}
	for _, token := range wordPattern.FindAllString(string(files(t, path)), -1) {
		if _, err := h.Hold(t.Context(), token); err == nil {
			t.Errorf("a word of the files opens somebody's answers (its hash is %s)", secret.Hash(token))
		}
	}
	if err := h.End(t.Context(), h.ada, h.again(t, c)); err != nil {
		t.Fatal(err)
	}
	raw := files(t, path)
	for _, word := range words {
		if n := bytes.Count(raw, []byte(word)); n != 1 {
			t.Errorf("%q is %d times in the files after answering has ended; want once, with nobody's name", word, n)
		}
	}
	if at := bytes.Index(raw, []byte("girandola")); at >= 0 {
		near := raw[max(0, at-2000):min(len(raw), at+2000)]
		for _, p := range people {
			if bytes.Contains(near, []byte(p.Participant.ID)) || bytes.Contains(near, []byte(p.Participant.Name)) {
				t.Errorf("participant %s stands beside the words of an answer", p.Participant.Name)
			}
		}
	}
}

func open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// files is a raw copy of the database, its write-ahead log and its index.
func files(t *testing.T, path string) []byte {
	t.Helper()
	var all []byte
	for _, suffix := range []string{"", "-shm", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		all = append(all, raw...)
	}
	return all
}
