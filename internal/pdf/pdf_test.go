package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	reader "github.com/ledongthuc/pdf"

	"telaio/internal/pdf"
)

// browser is the machine's, or the test is skipped.
func browser(t *testing.T) pdf.Chromium {
	t.Helper()
	c, ok := pdf.Find(os.Getenv("TELAIO_CHROMIUM"))
	if !ok {
		t.Skip("NO CHROMIUM ON THIS MACHINE: nothing about PDF has been tested")
	}
	c.Timeout = 5 * time.Minute // the machine may be busy
	return c
}

// script is a program that stands for the browser.
func script(t *testing.T, lines string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+lines+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return program
}

const page = `<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Risultato di prova</title></head>
<body><h1>Legami forti</h1><p>Così è, in città.</p><svg role="img" aria-label="Due persone" width="20" height="20"><circle r="5"/></svg>
<table><thead><tr><th scope="col">Dimensione</th></tr></thead><tbody><tr><td>2,5</td></tr></tbody></table></body></html>`

func TestPrint_makesATaggedPDFThatCanBeRead(t *testing.T) {
	printed, err := browser(t).Print(t.Context(), []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader.NewReader(bytes.NewReader(printed), int64(len(printed)))
	if err != nil {
		t.Fatal(err)
	}
	root := r.Trailer().Key("Root")
	if got := root.Key("Lang").Text(); got != "it" {
		t.Errorf("language = %q; want it", got)
	}
	if !root.Key("MarkInfo").Key("Marked").Bool() || root.Key("StructTreeRoot").IsNull() {
		t.Error("the PDF has no tags")
	}
	if got := r.Trailer().Key("Info").Key("Title").Text(); got != "Risultato di prova" {
		t.Errorf("title = %q", got)
	}
	for _, tag := range []string{"/S /H1", "/S /Table", "/S /TH", "/S /Figure", "/Alt (Due persone)"} {
		if !bytes.Contains(printed, []byte(tag)) {
			t.Errorf("no tag %s", tag)
		}
	}
	for _, want := range []string{"Legami forti", "Così è, in città.", "2,5"} {
		if got := text(t, printed); !strings.Contains(got, want) {
			t.Errorf("the text %q does not say %q", got, want)
		}
	}
}

// text is all that the PDF says.
func text(t *testing.T, printed []byte) string {
	t.Helper()
	r, err := reader.NewReader(bytes.NewReader(printed), int64(len(printed)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := r.GetPlainText()
	if err != nil {
		t.Fatal(err)
	}
	said, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

// TestPrint_reachesNothing prints a page that wants to be told of elsewhere, and
// holds another file.
func TestPrint_reachesNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{})
	go func() {
		if connection, err := listener.Accept(); err == nil {
			connection.Close()
			close(asked)
		}
	}()
	address := "http://" + listener.Addr().String()
	body := `<!doctype html><html lang="it"><head><title>x</title></head><img src="` + address + `/a.png"><link rel="stylesheet" href="` + address + `/a.css">
		<script>fetch("` + address + `/b"); document.body.append("scripted")</script><p>Testo</p></html>`
	printed, err := browser(t).Print(t.Context(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-asked:
		t.Error("the browser has asked the network")
	default:
	}
	listener.Close()
	if got := text(t, printed); !strings.Contains(got, "Testo") || strings.Contains(got, "scripted") {
		t.Errorf("text = %q; want that no script has run", got)
	}
}

func TestPrint_endsInTime(t *testing.T) {
	for name, program := range map[string]string{
		"a browser that hangs":           "exec sleep 3600",
		"a browser whose helper goes on": "sleep 3600 & wait",
	} {
		t.Run(name, func(t *testing.T) {
			c := pdf.Chromium{Path: script(t, program), Timeout: 100 * time.Millisecond}
			if _, err := c.Print(t.Context(), []byte(page)); !errors.Is(err, pdf.ErrTooSlow) {
				t.Errorf("Print = %v; want that it took too long", err)
			}
		})
	}
}

func TestPrint_leavesNothingBehind(t *testing.T) {
	c := browser(t)
	temporary, err := os.MkdirTemp("/tmp", "t") //nolint:usetesting // short: the browser's socket has a path of at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(temporary)
	t.Setenv("TMPDIR", temporary)
	if _, err := c.Print(t.Context(), []byte(page)); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestPrint_saysWhyItFailed(t *testing.T) {
	program := script(t, "echo starting >&2\necho 'no usable sandbox' >&2\nexit 3")
	_, err := pdf.Chromium{Path: program}.Print(context.Background(), []byte(page))
	if err == nil || !strings.Contains(err.Error(), "no usable sandbox") || strings.Contains(err.Error(), "starting") {
		t.Errorf("Print = %v; want the browser's last words", err)
	}
}

func TestPrint_refusesAPageWithoutAHead(t *testing.T) {
	if _, err := (pdf.Chromium{Path: "/bin/true"}).Print(t.Context(), []byte("<p>x</p>")); err == nil {
		t.Error("Print took it")
	}
}

func TestFind_takesOnlyThePathThatIsNamed(t *testing.T) {
	if found, ok := pdf.Find(filepath.Join(t.TempDir(), "chromium")); ok {
		t.Errorf("Find = %v; want none", found)
	}
}
