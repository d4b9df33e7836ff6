package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"telaio/internal/testkit"
)

// export is what the command writes of the program's records, which stay open:
// the site is running.
func export(t *testing.T, p *program, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), append([]string{"export", "--data", p.flags.Data}, args...), terminal{&out, &errs}); status != 0 {
		t.Fatalf("export %v = %d: %s", args, status, errs.String())
	}
	return out.String()
}

// TestExport_isWhatTheSiteHandsOut compares the command with the files of the
// atlas page, and looks for what is private in each form.
func TestExport_isWhatTheSiteHandsOut(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	for _, form := range exportForms() {
		written := export(t, p, "--format", form.name)
		if found := marks(unpacked([]byte(written))); len(found) > 0 {
			t.Errorf("%s gives away %q", form.name, found)
		}
	}
	must(t, p.addSamples(t.Context()))
	must(t, p.index.Refresh(t.Context()))
	testkit.CheckGeoJSON(t, []byte(export(t, p, "--format", "geojson")))
	for _, form := range []string{"csv", "geojson"} {
		for _, filter := range []string{"", "forma=advocacy", "q=lavoro&ordine=aggiornamento"} {
			if want, got := ask(t, handler, "/atlante."+form+"?"+filter).Body.String(), export(t, p, "--format", form, "--filter", filter); got != want {
				t.Errorf("export as %s of %q is not what the atlas hands out:\n%.300s\nwant\n%.300s", form, filter, got, want)
			}
		}
	}
}

// TestWriteWhole_leavesTheFileThatIsThereIfItFails writes a file again, and runs
// out of room on the way.
func TestWriteWhole_leavesTheFileThatIsThereIfItFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "atlante.csv")
	write := func(text string, failure error) error {
		return writeWhole(path, func(to io.Writer) error {
			_, err := io.WriteString(to, text)
			return errors.Join(err, failure)
		})
	}
	must(t, write("whole", nil))
	failure := errors.New("the disk is full")
	if err := write("half", failure); !errors.Is(err, failure) {
		t.Errorf("writeWhole = %v", err)
	}
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "whole" {
		t.Errorf("the file is %q, %v", raw, err)
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("%d files are left", len(left))
	}
	link := filepath.Join(folder, "link.csv")
	must(t, os.Symlink(path, link))
	must(t, writeWhole(link, func(to io.Writer) error { _, err := io.WriteString(to, "through the link"); return err }))
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "through the link" {
		t.Errorf("behind the link there is %q, %v", raw, err)
	}
}

// TestExport_writesNoPackedFileOnATerminal has a terminal look on.
func TestExport_writesNoPackedFileOnATerminal(t *testing.T) {
	eyes, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this machine has no terminals:", err)
	}
	defer eyes.Close()
	for _, form := range []string{"xlsx", "hsds"} {
		var errs bytes.Buffer
		status := run(t.Context(), []string{"export", "--data", t.TempDir(), "--format", form}, terminal{eyes, &errs})
		if status != notAsked || !strings.Contains(errs.String(), "is not for a terminal") {
			t.Errorf("export as %s = %d: %s", form, status, errs.String())
		}
	}
}
