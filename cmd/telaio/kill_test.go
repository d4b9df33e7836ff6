package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
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
	"testing"
	"time"

	"telaio/internal/store"
)

// TestKill_losesNoAcknowledgedAnswer serves the real program, lets eight people
// save their steps, kills it at random moments, and looks for every answer that
// it had said was saved.
func TestKill_losesNoAcknowledgedAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some 15 seconds")
	}
	const people, kills = 8, 6
	p := buildProgram(t)
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
		pause := time.NewTimer(time.Duration(200+rand.IntN(1200)) * time.Millisecond)
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
	if total < people*kills {
		t.Errorf("only %d answers were acknowledged: the test shows little", total)
	}
}

// served is the program on a port of its own.
type served struct {
	t       *testing.T
	binary  string
	folder  string
	address string
	process *exec.Cmd
}

func buildProgram(t *testing.T) *served {
	t.Helper()
	p := &served{t: t, binary: filepath.Join(t.TempDir(), "telaio"), folder: t.TempDir()}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", p.binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as everywhere else, so that all of it has been compiled
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = free.Addr().String()
	free.Close()
	t.Cleanup(p.kill)
	return p
}

// start runs the program and waits until it is ready.
func (p *served) start() {
	p.t.Helper()
	log, err := os.CreateTemp(p.t.TempDir(), "log")
	if err != nil {
		p.t.Fatal(err)
	}
	defer log.Close()
	p.process = exec.Command(p.binary, "serve", "--data", p.folder, "--addr", p.address, "--base-url", "http://"+p.address, "--no-limits")
	p.process.Stdout, p.process.Stderr = log, log
	if err := p.process.Start(); err != nil {
		p.t.Fatal(err)
	}
	deadline, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if p.ready(deadline) {
			return
		}
		select {
		case <-deadline.Done():
			said, _ := os.ReadFile(log.Name())
			p.t.Fatalf("the program is not ready: %s", said)
		case <-tick.C:
		}
	}
}

func (p *served) ready(ctx context.Context) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+"/readyz", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
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

// saver is a person who goes on saving one page of one draft.
type saver struct {
	name         string
	client       *http.Client
	page         string // address of the first page of the draft
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
	s := &saver{name: "person " + strconv.Itoa(i), acknowledged: map[int]string{}, client: &http.Client{Jar: jar, Timeout: 10 * time.Second}}
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := s.client.PostForm("http://"+p.address+"/partecipa", url.Values{"origin": {"new"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	to := answer.Header.Get("Location")
	s.page, s.draft = "http://"+p.address+to, path.Base(path.Dir(to))
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
	r, err := http.NewRequest(http.MethodPost, s.page, strings.NewReader(form.Encode()))
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
