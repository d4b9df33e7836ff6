package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"telaio/internal/secret"
)

// folderFile names the data folder, so that nodes over one database can tell
// whether they have the same one.
const folderFile = "folder.id"

// How often a node says which data folder it has, and how long that is believed.
const (
	sayFolder      = 30 * time.Second
	folderBelieved = 2 * time.Minute
)

// folderID reads the name of a data folder, and gives it one if it has none. Of
// two nodes that do so at once one is first.
func folderID(data string) (string, error) {
	path := filepath.Join(data, folderFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		draft := path + "." + secret.ID()
		if err := os.WriteFile(draft, []byte(secret.ID()+"\n"), 0o600); err != nil {
			return "", fmt.Errorf("name the data folder: %w", err)
		}
		defer os.Remove(draft)
		if err := os.Link(draft, path); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("name the data folder: %w", err)
		}
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return "", fmt.Errorf("read the name of the data folder: %w", err)
	}
	return strings.TrimSpace(string(raw)), nil
}

// sharesFolder reports whether every node that runs has this node's data folder.
func (p *program) sharesFolder(ctx context.Context) (bool, error) {
	id, err := folderID(p.flags.Data)
	if err != nil {
		return false, err
	}
	now := p.clock.Now()
	return p.store.TakeLease(ctx, "data folder", id, now, now.Add(folderBelieved))
}

// watchFolder warns, once, when another node has another data folder: what lies in
// there would be on one of them only, and looked for on all.
func (p *program) watchFolder(ctx context.Context) {
	ticker := time.NewTicker(sayFolder)
	defer ticker.Stop()
	for {
		shared, err := p.sharesFolder(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			p.log.LogAttrs(ctx, slog.LevelWarn, "cannot tell whether the nodes share a data folder", slog.Any("error", err))
		case !shared:
			p.log.LogAttrs(ctx, slog.LevelWarn, "another node has another data folder: logos, attachments, keys of confidential answers and the open data are missing on one of them; give every node the same --data",
				slog.String("data", p.flags.Data))
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
