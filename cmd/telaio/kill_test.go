package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"telaio/internal/store"
	"telaio/internal/testkit/unwatched"
)

// TestKill_losesNoAcknowledgedAnswer serves the real program, lets eight people
// save their steps, kills it at random moments, and looks for every answer that
// it had said was saved.
func TestKill_losesNoAcknowledgedAnswer(t *testing.T) {
	unwatched.Only(t) // another process saves
	const people, kills = 8, 6
	p := newServed(t)
	p.start()
	var savers []*saver
	for i := range people {
		savers = append(savers, newSaver(t, p, i))
	}
	var wait sync.WaitGroup
	over := make(chan struct{})
	for _, s := range savers {
		wait.Go(func() { s.saveUntil(over) })
	}
	for range kills {
		p.saved.await(p.saved.count.Load() + people + rand.Int64N(40*people))
		pause := time.NewTimer(time.Duration(rand.IntN(20_000)) * time.Microsecond) // some are in the middle of it
		<-pause.C
		p.kill()
		p.start()
	}
	close(over)
	wait.Wait()
	p.kill()

	db, err := store.Open(t.Context(), filepath.Join(p.folder, "telaio.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	total := 0
	for _, s := range savers {
		total += len(s.acknowledged)
		s.lookFor(t, db)
	}
	t.Logf("%d answers acknowledged over %d kills, all found", total, kills)
}

// served is the program in a process of its own, on whatever port is free.
type served struct {
	t       *testing.T
	binary  string
	folder  string
	address atomic.Pointer[string] // where it listens since it was last started
	saved   tally
	process *exec.Cmd
}

// newServed is not started yet. The tests' own binary is the program when it is
// called by its name: see TestMain.
func newServed(t *testing.T) *served {
	t.Helper()
	tests, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &served{t: t, binary: filepath.Join(t.TempDir(), "telaio"), folder: t.TempDir(), saved: tally{grown: make(chan struct{}, 1)}}
	if err := os.Symlink(tests, p.binary); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

// start runs the program until it says where it listens.
func (p *served) start() {
	p.t.Helper()
	log, err := os.CreateTemp(p.t.TempDir(), "log")
	if err != nil {
		p.t.Fatal(err)
	}
	defer log.Close()
	p.process = exec.Command(p.binary, "serve", "--data", p.folder, "--addr", "127.0.0.1:0", "--base-url", "http://127.0.0.1", "--no-limits")
	p.process.Stderr = log
	out, err := p.process.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.process.Start(); err != nil {
		p.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		said, _ := os.ReadFile(log.Name())
		p.t.Fatalf("the program has ended: %s", said)
	}
	address := strings.TrimSpace(strings.TrimPrefix(line, "Telaio:"))
	p.address.Store(&address)
}

// kill ends the program that start began, without giving it a chance to tidy up.
func (p *served) kill() {
	if p.process == nil {
		return
	}
	_ = p.process.Process.Kill() // SIGKILL
	_ = p.process.Wait()
	p.process = nil
}

// tally counts what several do, for one who waits for it.
type tally struct {
	count atomic.Int64
	grown chan struct{} // holds one
}

func (a *tally) add() {
	a.count.Add(1)
	select {
	case a.grown <- struct{}{}:
	default: // the one who waits has not looked yet
	}
}

func (a *tally) await(count int64) {
	for a.count.Load() < count {
		<-a.grown
	}
}

// saver is a person who goes on saving one page of one draft.
type saver struct {
	name         string
	program      *served
	client       *http.Client
	page         string // path of the first page of the draft
	draft        string
	number       int // of the newest step that was acknowledged or seen
	acknowledged map[int]string
}

func newSaver(t *testing.T, p *served, i int) *saver {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &saver{name: "person " + strconv.Itoa(i), program: p, acknowledged: map[int]string{}, client: &http.Client{Jar: jar}}
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := s.client.PostForm(*p.address.Load()+"/partecipa", url.Values{"origin": {"new"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	s.page = answer.Header.Get("Location")
	s.draft = path.Base(path.Dir(s.page))
	return s
}

// saveUntil saves again and again. When an answer does not come, the step may or
// may not be there, so the next try carries on from what the conflict tells.
func (s *saver) saveUntil(over <-chan struct{}) {
	for tried := 1; ; tried++ {
		select {
		case <-over:
			return
		default:
		}
		value := fmt.Sprintf("%s, try %d", s.name, tried)
		switch status := s.save(value); status {
		case http.StatusOK:
			s.acknowledged[s.number] = value
			s.program.saved.add()
		case http.StatusConflict:
			s.number++ // the step whose answer was lost is there after all
		case 0:
			<-time.After(20 * time.Millisecond) // nobody answers: leave the processor to the start
		}
	}
}

// save sends one step and returns the status, 0 if no answer came.
func (s *saver) save(value string) int {
	form := url.Values{"name": {value}, "number": {strconv.Itoa(s.number)}, "action": {"autosave"}}
	r, err := http.NewRequest(http.MethodPost, *s.program.address.Load()+s.page, strings.NewReader(form.Encode()))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	answer, err := s.client.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0
	}
	var told struct {
		Saved  bool
		Number int
	}
	if json.Unmarshal(raw, &told) == nil && told.Saved {
		s.number = told.Number
	}
	return answer.StatusCode
}

// lookFor finds every acknowledged step in the database.
func (s *saver) lookFor(t *testing.T, db *store.Store) {
	t.Helper()
	steps, err := db.Steps(t.Context(), s.draft)
	if err != nil {
		t.Fatal(err)
	}
	found := map[int]string{}
	for _, step := range steps {
		found[step.Number] = step.Answers["name"].Text
	}
	for number, value := range s.acknowledged {
		if found[number] != value {
			t.Errorf("step %d of %s was acknowledged as %q and is %q", number, s.name, value, found[number])
		}
	}
}
