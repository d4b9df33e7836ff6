package bench

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"telaio/internal/kit"
)

// report is the table of one size.
type report struct {
	size      int
	duration  time.Duration
	kit       *kit.Kit // nil = there is none to measure
	answering answering
	result    resultPage // "" = there is none to measure
	control   figure
	rows      []row
	started   time.Duration
	settled   time.Duration // until the search texts were made
	memory    []phase
	seen      float64  // MiB at most, before the peak was last forgotten
	printing  string   // what a PDF took, in words
	notes     []string // what else was measured, in words
}

type row struct {
	figure
	limit limit
}

// limit is the most that a case may cost; what is zero is not limited.
type limit struct {
	times          float64 // the control's processor time
	processor, p99 time.Duration
}

func (l limit) String() string {
	var limits []string
	if l.times > 0 {
		limits = append(limits, fmt.Sprintf("%.1f ×", l.times))
	}
	if l.processor > 0 {
		limits = append(limits, fmt.Sprintf("CPU %.1f ms", milliseconds(l.processor)))
	}
	if l.p99 > 0 {
		limits = append(limits, fmt.Sprintf("p99 %.0f ms", milliseconds(l.p99)))
	}
	return strings.Join(limits, ", ")
}

// phase is how much memory the server had taken at a moment, in MiB.
type phase struct {
	name string
	memory
}

func (r *report) add(f figure, l limit) { r.rows = append(r.rows, row{f, l}) }

// weigh notes how much memory the server takes now.
func (r *report) weigh(p *process, name string) error {
	m, err := p.memory()
	if err != nil {
		return err
	}
	m.peak = max(m.peak, r.seen)
	r.memory = append(r.memory, phase{name, m})
	return nil
}

// write prints the tables: ratios are to the control's processor time.
func (r *report) write(w io.Writer) error {
	fmt.Fprintf(w, "\n## %d organisations, %d connections, %s a case\n\n", r.size, connections, r.duration)
	table := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| case\t| requests/s\t| p50 ms\t| p95 ms\t| p99 ms\t| CPU ms/request\t| × control\t| limit\t| KB\t|")
	fmt.Fprintln(table, "|---\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|")
	for _, f := range append([]row{{r.control, limit{}}}, r.rows...) {
		fmt.Fprintf(table, "| %s\t| %.0f\t| %.2f\t| %.2f\t| %.2f\t| %.4f\t| %.2f\t| %s\t| %.1f\t|\n", f.name, f.perSecond,
			milliseconds(f.p50), milliseconds(f.p95), milliseconds(f.p99), milliseconds(f.processor),
			r.ratio(f.figure), f.limit, float64(f.bytes)/1024)
	}
	fmt.Fprintln(table, "\n| memory of the server\t| MiB now\t| MiB at most until then\t|")
	fmt.Fprintln(table, "|---\t|---:\t|---:\t|")
	for _, m := range r.memory {
		fmt.Fprintf(table, "| %s\t| %.0f\t| %.0f\t|\n", m.name, m.now, m.peak)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	fmt.Fprintf(w, "\nStart to first answer: %.0f ms (limit %.0f ms). Text can be searched after %.1f s. %s\n", milliseconds(r.started), milliseconds(startLimit(r.size)), r.settled.Seconds(), r.printing)
	for _, note := range r.notes {
		fmt.Fprintf(w, "\n%s\n", note)
	}
	return nil
}

// startLimit is how long a start may take: 250 ms up to 10,000 organisations, 2 s
// up to 100,000.
func startLimit(size int) time.Duration {
	if size > 10_000 {
		return 2 * time.Second
	}
	return 250 * time.Millisecond
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// describeMachine says where and when the figures were taken, and how large
// the program is.
func describeMachine(w io.Writer, at time.Time) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	info, err := os.Stat(self)
	if err != nil {
		return fmt.Errorf("measure this program: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s, %s, %d processors (%s), binary %.1f MB\n", at.Format("2006-01-02"), runtime.Version(), runtime.NumCPU(), processorName(), float64(info.Size())/1e6)
	return err
}

func processorName() string {
	raw, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
