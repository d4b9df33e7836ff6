package main

import (
	"context"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"path/filepath"
	"time"

	"telaio/internal/job"
	"telaio/internal/leftover"
	"telaio/internal/mail"
)

// runner does what nobody waits for: letters and periodic tasks.
func (p *program) runner() (*job.Runner, error) {
	carrier, err := p.carrier()
	if err != nil {
		return nil, err
	}
	from, err := netmail.ParseAddress(p.flags.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("--mail-from %q: want Name <address>", p.flags.MailFrom)
	}
	return &job.Runner{
		Store: p.store, Clock: p.clock, Log: p.log, Tasks: p.tasks(), Chores: p.chores(), Before: p.index.AwaitWords,
		Post: mail.Post{
			Templates: p.library.Letters, Messages: p.library.Messages, From: *from,
			HelpMail: p.flags.HelpMail, Clock: p.clock, Carrier: carrier,
		},
	}, nil
}

// carrier is the mail server, or the folder of a site that has none.
func (p *program) carrier() (mail.Carrier, error) {
	if p.flags.SMTPURL == "" {
		return p.mailFolder(), nil
	}
	carrier, err := mail.NewSMTP(p.flags.SMTPURL)
	if err != nil {
		return nil, fmt.Errorf("--smtp-url: %w", err)
	}
	return carrier, nil
}

func (p *program) mailFolder() mail.Folder {
	return mail.Folder{Dir: filepath.Join(p.flags.Data, "mail")}
}

// chores lists the work that may come in at any time.
func (p *program) chores() []job.Chore {
	chores := []job.Chore{{Name: "import", Next: p.imports().Next}, {Name: "fetch files to import", Next: p.imports().FetchNext}, {Name: "look at sites", Next: p.looker().LookNext}}
	chores = append(chores, p.webhookChore())
	if press, ok := p.press(); ok {
		chores = append(chores, job.Chore{Name: "print reports", Next: press.PrintNext})
	}
	return chores
}

// sweepFiles removes files that nothing has pointed to for a day.
func (p *program) sweepFiles(ctx context.Context) error {
	removed, err := leftover.Sweeper{Files: p.files, Records: p.store, Clock: p.clock}.Sweep(ctx)
	if removed > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "files that nothing pointed to removed", slog.Int("files", removed))
	}
	return err
}

// tasks lists everything that is done again and again.
func (p *program) tasks() []job.Task {
	return append(p.reuseTasks(), []job.Task{
		{Name: "end answering that is due", Every: 5 * time.Minute, Do: p.endDueCycles},
		{Name: "destroy keys of ended answering", Every: time.Hour, Do: p.clearAfterEnds},
		{Name: "remind of plans", Every: 6 * time.Hour, Do: p.remindOfPlans},
		{Name: "ask about relations", Every: time.Hour, Do: p.askAboutRelations},
		{Name: "ask whether pages are true", Every: 6 * time.Hour, Do: p.askWhetherTrue},
		{Name: "forget old passes and sessions", Every: time.Hour, Do: sessions(p.store, p.clock).Clean},
		{Name: "archive pages that were told", Every: 6 * time.Hour, Do: p.archiveDue},
		{Name: "leave imports that nobody decides about", Every: 6 * time.Hour, Do: p.lapseImports},
		{Name: "forget old merges", Every: 24 * time.Hour, Do: p.forgetMerges},
		{Name: "search for duplicates", Every: 24 * time.Hour, Do: p.searchForTwins},
		{Name: "rebuild the comparisons", Every: 24 * time.Hour, Do: p.rebuildBenchmark},
		{Name: "carry out changes of editors", Every: 15 * time.Minute, Do: p.upkeep().CarryOut},
		{Name: "forget old claims", Every: 24 * time.Hour, Do: p.claims().ForgetOld},
		{Name: "remove files that nothing points to", Every: 12 * time.Hour, Do: p.sweepFiles},
		{Name: "remove old drafts", Every: 24 * time.Hour, Do: func(ctx context.Context) error {
			removed, err := p.participation().RemoveOldDrafts(ctx)
			if removed > 0 {
				p.log.LogAttrs(ctx, slog.LevelInfo, "old drafts removed", slog.Int("drafts", removed))
			}
			return err
		}},
	}...)
}
