package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server under measurement: a child of this program, listening on
// loopback.
type process struct {
	command *exec.Cmd
	url     string
	started time.Duration // from the start of the process to its first answer
	ended   chan struct{} // closed when the process has ended
}

// start runs this program again with the arguments and --addr, and waits until
// path answers 200.
func start(ctx context.Context, path string, args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, self, append(args, "--addr", addr)...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	begin := time.Now()
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	p := &process{command: command, url: "http://" + addr, ended: make(chan struct{})}
	go func() { command.Wait(); close(p.ended) }()
	if err := p.waitReady(ctx, path); err != nil {
		p.stop()
		return nil, err
	}
	p.started = time.Since(begin)
	return p, nil
}

func (p *process) waitReady(ctx context.Context, path string) error {
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-p.ended:
			return errors.New("the server ended before it answered")
		case <-time.After(5 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server did not answer at %s within a minute", path)
}

// stop ends the process and waits for it.
func (p *process) stop() {
	p.command.Process.Signal(syscall.SIGTERM)
	<-p.ended
}

// processorTime is the time that the process has spent on a processor, user
// and system: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms.
func (p *process) processorTime() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read the server's processor time: %w", err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, fmt.Errorf("read the server's processor time: %d fields", len(fields))
	}
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the server's processor time: %w", err)
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the server's processor time: %w", err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond, nil
}

// settle waits until the server has had nothing to do for a while: it makes the
// search texts of a new database after its start, and what it made changes what
// is cached. On a busy machine it may pause for a second, waiting for the disk.
func (p *process) settle(ctx context.Context) (time.Duration, error) {
	const pause, calm, most = 500 * time.Millisecond, 3 * time.Second, 15 * time.Minute
	begin := time.Now()
	worked, busy := begin, time.Duration(0)
	for time.Since(begin) < most {
		now, err := p.processorTime()
		switch {
		case err != nil:
			return 0, err
		case now-busy > pause/25:
			worked = time.Now()
		case time.Since(worked) >= calm:
			return worked.Sub(begin), nil
		}
		busy = now
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pause):
		}
	}
	return 0, errors.New("the server does not come to rest")
}

// memory is resident memory in MiB: at present and at most since the start.
type memory struct{ now, peak float64 }

// memory reads VmRSS and VmHWM of /proc/PID/status.
func (p *process) memory() (memory, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return memory{}, fmt.Errorf("read the server's memory: %w", err)
	}
	read := func(field string) float64 {
		_, rest, _ := strings.Cut(string(raw), field+":")
		kib, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		value, invalid := strconv.ParseFloat(kib, 64)
		err = errors.Join(err, invalid)
		return value / 1024
	}
	m := memory{now: read("VmRSS"), peak: read("VmHWM")}
	if err != nil {
		return memory{}, fmt.Errorf("read the server's memory: %w", err)
	}
	return m, nil
}

// forgetPeak lets the kernel count the most memory from now on.
func (p *process) forgetPeak() error {
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.command.Process.Pid), []byte("5"), 0); err != nil {
		return fmt.Errorf("forget the server's peak of memory: %w", err)
	}
	return nil
}

func freeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
