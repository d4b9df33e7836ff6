package program

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/publication"
)

// wantsLines reports whether the program wants everything, line by line, instead
// of a page: the address says so, or it takes lines and likes no page better.
func wantsLines(r *http.Request) bool {
	switch r.URL.Query().Get("format") {
	case "ndjson":
		return true
	case "":
	default:
		return false
	}
	lines, page := 0.0, 0.0
	for accepted := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, parameters, err := mime.ParseMediaType(accepted)
		if err != nil {
			continue
		}
		weight, err := strconv.ParseFloat(cmp.Or(parameters["q"], "1"), 64)
		switch {
		case err != nil:
		case kind == MediaLines || kind == "application/ndjson" || kind == "application/jsonl":
			lines = max(lines, weight)
		case kind == MediaJSON:
			page = max(page, weight)
		}
	}
	return lines > 0 && lines >= page
}

// Cards reads many published organisations at once.
type Cards interface {
	Pages(ctx context.Context, ids []string) ([]publication.Page, error)
}

// Lines is everything that was asked for, one value per line.
type Lines struct {
	Name    string // of the file that holds all
	Version string // of what the public sees
	Query   string // names the part that was asked for; "" = all
	Now     time.Time

	Cards Cards
	Files Files
	// IDs lists the organisations to go through.
	IDs func(ctx context.Context) ([]string, error)
	// Of lists the values of one.
	Of func(publication.Page) []any
}

// inBatch is how many organisations are in memory at a time.
const inBatch = 50

// Serve answers with the lines.
func (l Lines) Serve(w http.ResponseWriter, r *http.Request) error {
	header := w.Header()
	header.Set("Content-Type", MediaLines)
	Open(header)
	header.Set("Vary", "Accept, Accept-Encoding")
	return Written{Name: l.Name, Version: l.Version, Query: l.Query, Now: l.Now, Files: l.Files, Write: l.write}.Serve(w, r)
}

// write writes a line for each value.
func (l Lines) write(ctx context.Context, w io.Writer) error {
	ids, err := l.IDs(ctx)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for batch := range slices.Chunk(ids, inBatch) {
		pages, err := l.Cards.Pages(ctx, batch)
		if err != nil {
			return err
		}
		for _, page := range pages {
			for _, value := range l.Of(page) {
				if err := lines.Encode(value); err != nil {
					return fmt.Errorf("write a line: %w", err)
				}
			}
		}
	}
	return nil
}

// Each hands a list over value by value.
func Each[T any](of func(publication.Page) []T) func(publication.Page) []any {
	return func(page publication.Page) []any {
		values := of(page)
		all := make([]any, len(values))
		for i, value := range values {
			all[i] = value
		}
		return all
	}
}
