package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"telaio/internal/content"
	"telaio/internal/kit"
)

// kitCommand groups what one can do with the self-assessment kit.
type kitCommand struct {
	Score  kitScoreCommand  `cmd:"" help:"Work out a cycle of self-assessment, so that anyone can check a report."`
	Golden kitGoldenCommand `cmd:"" help:"Work out the method's examples and compare them with what must come out."`

	Benchmark kitBenchmarkCommand `cmd:"" help:"Make the figures of similar organisations anew, as is done each night."`
}

// kitScoreCommand prints everything that can be said of a cycle, as JSON.
type kitScoreCommand struct {
	File    string `arg:"" help:"File of answers as JSON; - reads the standard input."`
	Before  string `help:"File of an earlier cycle, to say what has changed." placeholder:"FILE"`
	Content string `help:"Folder whose files replace the built-in content, one by one." env:"TELAIO_CONTENT"`
}

// Run scores.
func (c kitScoreCommand) Run(to terminal) error {
	library, err := readContent(c.Content)
	if err != nil {
		return err
	}
	now, err := readRecording(c.File, library)
	if err != nil {
		return err
	}
	scored := now.Score()
	var changes []kit.Change
	if c.Before != "" {
		before, err := readRecording(c.Before, library)
		if err != nil {
			return err
		}
		changes = kit.Changes(before.Score(), scored)
	}
	encoder := json.NewEncoder(to.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(kit.ReportOf(scored.Result, changes))
}

// maxRecording is how long a file of answers may be, in bytes: some hundred
// thousand people.
const maxRecording = 64 << 20

// readRecording reads a file of answers. Whatever is wrong with it is the
// status 2.
func readRecording(file string, library *content.Library) (kit.Recording, error) {
	raw, err := readInput(file)
	if err != nil {
		return kit.Recording{}, statusError{err, 2}
	}
	recording, err := kit.ReadRecording(raw, func(reference string) (*kit.Kit, error) {
		return findKit(library, reference)
	})
	if err != nil {
		return recording, statusError{fmt.Errorf("%s:%w", file, err), 2}
	}
	return recording, nil
}

func readInput(file string) ([]byte, error) {
	if file == "-" {
		return readAtMost(os.Stdin, "standard input")
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAtMost(f, file)
}

func readAtMost(from io.Reader, name string) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxRecording+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(raw) > maxRecording {
		return nil, fmt.Errorf("%s: longer than %d MiB", name, maxRecording>>20)
	}
	return raw, nil
}

// findKit returns the kit that a file names, the newest one for "".
func findKit(library *content.Library, reference string) (*kit.Kit, error) {
	find := library.NewestKit
	if reference != "" {
		find = func() (*kit.Kit, bool) { return library.Kit(reference) }
	}
	if k, ok := find(); ok {
		return k, nil
	}
	var known []string
	for _, versions := range library.Kits {
		for _, k := range versions {
			known = append(known, k.Reference())
		}
	}
	return nil, fmt.Errorf("there is no kit %q: here are %s", reference, strings.Join(known, ", "))
}

// kitGoldenCommand goes through the goldens that the program was built with.
type kitGoldenCommand struct{}

// Run prints each golden with what was expected, what came out and whether it
// is so.
func (kitGoldenCommand) Run(to terminal) error {
	table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "golden\tfigure\texpected\tcomputed\t")
	wrong := 0
	for _, golden := range kit.Goldens() {
		for _, c := range golden.Checks {
			verdict := "ok"
			if !c.OK() {
				verdict = "WRONG"
				wrong++
			}
			fmt.Fprintf(table, "%s\t%s\t%v\t%v\t%s\n", golden.ID, c.Name, c.Want, c.Got, verdict)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if wrong > 0 {
		return errors.New(counted(wrong, "figure is", "figures are") + " not as worked out by hand")
	}
	return nil
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
