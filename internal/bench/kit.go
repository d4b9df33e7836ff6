package bench

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"

	"telaio/internal/kit"
)

// cycles is how many self-assessments are worked out in each case.
const cycles = 10_000

// measureKit works self-assessments out in this process, one after the other,
// and compares the processor time with that of hashing 30 KB as many times.
func measureKit(k *kit.Kit, out io.Writer) error {
	page := make([]byte, 30<<10)
	control, err := processorTimeOf(func(int) { sha256.Sum256(page) })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n## %d cycles of self-assessment, in this process\n\n", cycles)
	table := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| case\t| CPU ms\t| CPU µs/cycle\t| × control\t| limit\t|")
	fmt.Fprintln(table, "|---\t|---:\t|---:\t|---:\t|---\t|")
	line := func(name string, spent time.Duration, l limit) {
		fmt.Fprintf(table, "| %s\t| %.0f\t| %.1f\t| %.2f\t| %s\t|\n", name, milliseconds(spent),
			1000*milliseconds(spent)/cycles, float64(spent)/float64(max(control, 1)), l)
	}
	line("control, SHA-256 of 30 KB", control, limit{})
	for _, c := range kitCases(k) {
		spent, err := processorTimeOf(c.work)
		if err != nil {
			return err
		}
		line(c.name, spent, c.limit)
	}
	return table.Flush()
}

type kitCase struct {
	name  string
	work  func(i int)
	limit limit
}

// kitCases work out cycles of small and of large groups, and compare two.
func kitCases(k *kit.Kit) []kitCase {
	second := limit{processor: time.Second}
	few, many := generateCycles(k, 5), generateCycles(k, 30)
	score := func(groups [][]kit.Respondent, i int) kit.Result {
		return kit.Score(k, kit.Input{Answers: kit.Unlink(groups[i%len(groups)])})
	}
	scored := make([]kit.Scoring, len(few))
	for i := range few {
		scored[i] = kit.Scoring{Kit: k, Result: score(few, i)}
	}
	return []kitCase{
		{"a cycle of 5 people", func(i int) { score(few, i) }, second},
		{"a cycle of 30 people", func(i int) { score(many, i) }, limit{}},
		{"what has changed since another cycle", func(i int) { kit.Changes(scored[i%len(scored)], scored[(i+1)%len(scored)]) }, limit{}},
	}
}

// generateCycles draws groups of people who answered every item, some of them
// with "does not apply" or "I do not know".
func generateCycles(k *kit.Kit, people int) [][]kit.Respondent {
	const groups = 100
	random := rand.New(rand.NewPCG(34, 7))
	codes := []kit.Code{kit.L0, kit.L1, kit.L1, kit.L2, kit.L2, kit.L2, kit.L3, kit.L3, kit.L4, kit.NotApplicable, kit.DontKnow}
	list := make([][]kit.Respondent, groups)
	for g := range list {
		for p := range people {
			answers := map[string]kit.Code{}
			for _, item := range k.Items() {
				if code := codes[random.IntN(len(codes))]; item.Allows(code) {
					answers[item.ID] = code
				}
			}
			list[g] = append(list[g], kit.Respondent{ID: strconv.Itoa(p), Answers: answers})
		}
	}
	return list
}

// processorTimeOf does the work for every cycle and returns the time that this
// process spent on a processor meanwhile.
func processorTimeOf(work func(i int)) (time.Duration, error) {
	before, err := ownProcessorTime()
	if err != nil {
		return 0, err
	}
	for i := range cycles {
		work(i)
	}
	after, err := ownProcessorTime()
	return after - before, err
}

func ownProcessorTime() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("read the processor time: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}
