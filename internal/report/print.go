package report

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/fault"
)

// PrintState says how far a PDF has come.
type PrintState string

// The states.
const (
	Waiting PrintState = "waiting"
	Making  PrintState = "making"
	Ready   PrintState = "ready"
	Failed  PrintState = "failed"
)

// Print is the PDF of a report in one language.
type Print struct {
	CycleID      string
	Language     string
	State        PrintState
	Reason       string // message key of why it failed
	File         string // id of the kept file, once it is ready
	Attempt      int
	By           string // person id
	RequestedAt  time.Time
	ClaimedUntil time.Time
	DoneAt       time.Time
}

// UnderWay reports whether it is worth while to look again in a moment.
func (p Print) UnderWay() bool { return p.State == Waiting || p.State == Making }

const (
	printClaim   = 2 * time.Minute // another node takes over after this
	printAttempt = 3               // a program that dies over a page is not asked for ever
)

// Printer makes a PDF of a page.
type Printer interface {
	Print(ctx context.Context, html []byte) ([]byte, error)
}

// Page writes the report of a cycle as a page that needs no other file.
type Page interface {
	Page(ctx context.Context, r Report, language string) ([]byte, error)
}

// Files keeps what was printed.
type Files interface {
	Put(ctx context.Context, content []byte) (string, error)
}

// RequestPrint has the report printed. What is under way already is left.
func (u UseCases) RequestPrint(ctx context.Context, who account.Subject, c assessment.Cycle, language string) error {
	if err := mayEdit(who, c.OrganisationID); err != nil {
		return err
	}
	p := Print{CycleID: c.ID, Language: language, State: Waiting, By: who.PersonID, RequestedAt: u.Clock.Now()}
	if err := u.Records.RequestPrint(ctx, p); err != nil {
		return fmt.Errorf("request a PDF: %w", err)
	}
	return nil
}

// FindPrint returns the PDF of the report in the language; ok is false if it was
// never requested.
func (u UseCases) FindPrint(ctx context.Context, c assessment.Cycle, language string) (p Print, ok bool, err error) {
	p, err = u.Records.Print(ctx, c.ID, language)
	if fault.KindOf(err) == fault.NotFound {
		return Print{}, false, nil
	}
	if err != nil {
		return Print{}, false, fmt.Errorf("find a PDF: %w", err)
	}
	return p, true, nil
}

// Press prints what was requested.
type Press struct {
	UseCases
	Printer Printer
	Page    Page
	Files   Files
}

// PrintNext prints the next report that waits and reports whether there was one.
// A report that cannot be printed is marked so, with the reason; the error is
// for the log.
func (p Press) PrintNext(ctx context.Context) (bool, error) {
	now := p.Clock.Now()
	job, err := p.Records.ClaimPrint(ctx, now, now.Add(printClaim))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("take a PDF to print: %w", err)
	}
	file, failure := p.print(ctx, job)
	job.State, job.File, job.DoneAt = Ready, file, p.Clock.Now()
	if failure != nil {
		job.State, job.Reason = Failed, "report.print_failed"
	}
	if err := p.Records.FinishPrint(context.WithoutCancel(ctx), job); err != nil {
		return true, fmt.Errorf("note a PDF: %w", err)
	}
	return true, failure
}

func (p Press) print(ctx context.Context, job Print) (string, error) {
	if job.Attempt > printAttempt {
		return "", fmt.Errorf("a PDF was tried %d times", job.Attempt-1)
	}
	c, err := p.Assessments.Find(ctx, job.CycleID)
	if err != nil {
		return "", fmt.Errorf("find what to print: %w", err)
	}
	report, err := p.Report(ctx, c)
	if err != nil {
		return "", err
	}
	html, err := p.Page.Page(ctx, report, job.Language)
	if err != nil {
		return "", fmt.Errorf("write the page to print: %w", err)
	}
	printed, err := p.Printer.Print(ctx, html)
	if err != nil {
		return "", err
	}
	file, err := p.Files.Put(ctx, printed)
	if err != nil {
		return "", fmt.Errorf("keep a PDF: %w", err)
	}
	return file, nil
}
