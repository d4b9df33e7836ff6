// Package pdf prints a page of HTML into a tagged PDF through a headless
// Chromium, where the machine has one.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// Chromium is the browser that prints. Each page is printed by a process of its
// own with a profile of its own, which are gone afterwards.
type Chromium struct {
	Path    string        // of the program
	Timeout time.Duration // for one page; 0 = half a minute
}

// ErrTooSlow says that a page was not printed in time.
var ErrTooSlow = errors.New("the browser took too long")

// mostBytes is the largest PDF that is taken: a report has a tenth of this.
const mostBytes = 20 << 20

// names are what the program is called on common systems.
var names = []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"}

// Find returns the browser at the path, or the first one on the PATH if it is
// empty. It reports false if there is none.
func Find(path string) (Chromium, bool) {
	candidates := names
	if path != "" {
		candidates = []string{path}
	}
	for _, name := range candidates {
		if found, err := exec.LookPath(name); err == nil {
			return Chromium{Path: found}, true
		}
	}
	return Chromium{}, false
}

// policy lets a page use its own style and what it holds as data, and nothing
// else: no script, no other file, no address.
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">`

// Print returns the page as a PDF with tags, outline, title and language. The
// page has to hold everything that it shows: it is given no network, no script
// and no file beside itself. It must have a head element.
func (c Chromium) Print(ctx context.Context, html []byte) ([]byte, error) {
	before, after, ok := bytes.Cut(html, []byte("<head>"))
	if !ok {
		return nil, errors.New("print a page: it has no head")
	}
	html = slices.Concat(before, []byte("<head>"+policy), after)
	folder, err := os.MkdirTemp("", "telaio-pdf-")
	if err != nil {
		return nil, fmt.Errorf("make a folder to print in: %w", err)
	}
	defer os.RemoveAll(folder)
	page, printed := filepath.Join(folder, "page.html"), filepath.Join(folder, "page.pdf")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		return nil, fmt.Errorf("write the page to print: %w", err)
	}
	if err := c.run(ctx, folder, page, printed); err != nil {
		return nil, err
	}
	return read(printed)
}

func (c Chromium) run(ctx context.Context, folder, page, printed string) error {
	limit := c.Timeout
	if limit == 0 {
		limit = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var complaints bytes.Buffer
	command := exec.CommandContext(ctx, c.Path, arguments(folder, page, printed)...)
	command.Dir, command.Env, command.Stderr = folder, environment(folder), &complaints
	command.WaitDelay = 2 * time.Second
	alone(command)
	switch err := command.Run(); {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("print a page in %v: %w", limit, ErrTooSlow)
	case err != nil:
		return fmt.Errorf("print a page: %w: %s", err, lastLine(complaints.Bytes()))
	default:
		return nil
	}
}

// arguments tell the browser to print the page and to do nothing else.
func arguments(folder, page, printed string) []string {
	list := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync",
		"--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-breakpad",
		"--disable-dev-shm-usage",                                                                                       // containers have little of it
		"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", // no network
		"--user-data-dir=" + filepath.Join(folder, "profile"),
		"--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + printed,
	}
	if os.Geteuid() == 0 {
		list = append(list, "--no-sandbox") // the browser refuses to start as root with it
	}
	return append(list, "file://"+page)
}

// environment is all that the browser learns of this process: no secret among
// the variables reaches it.
func environment(folder string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "TMPDIR=" + folder, "XDG_CONFIG_HOME=" + folder, "XDG_CACHE_HOME=" + folder,
		"LANG=C.UTF-8", "DBUS_SESSION_BUS_ADDRESS=disabled:",
	}
}

func read(printed string) ([]byte, error) {
	file, err := os.Open(printed)
	if err != nil {
		return nil, fmt.Errorf("open what was printed: %w", err)
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read what was printed: %w", err)
	case len(body) > mostBytes:
		return nil, fmt.Errorf("what was printed has more than %d bytes", mostBytes)
	case !bytes.HasPrefix(body, []byte("%PDF-")):
		return nil, errors.New("what was printed is no PDF")
	}
	return body, nil
}

// lastLine is the end of what the browser said: the rest is about its own parts.
func lastLine(said []byte) string {
	said = bytes.TrimSpace(said)
	if i := bytes.LastIndexByte(said, '\n'); i >= 0 {
		said = said[i+1:]
	}
	return string(said[:min(len(said), 300)])
}
