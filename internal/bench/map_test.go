package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// published hands the generated organisations to an index.
type published struct {
	atlas.Stored
	all []organisation.Organisation
}

func (p published) PublishedAfter(_ context.Context, id string, limit int) ([]organisation.Organisation, error) {
	from := 0
	for from < len(p.all) && p.all[from].ID <= id {
		from++
	}
	return p.all[from:min(len(p.all), from+limit)], nil
}

func (p published) LastPublicChange(context.Context) (int64, error) { return 0, nil }

func (p published) PublicChangesSince(context.Context, int64) ([]organisation.PublicChange, error) {
	return nil, nil
}

// TestMarkers_of10000 weighs the points of the map as they travel.
func TestMarkers_of10000(t *testing.T) {
	unwatched.Only(t)
	const budget = 150 << 10
	library := testkit.Library(t)
	g := newGenerator(library.Taxonomies)
	var p published
	for n := 1; n <= 10_000; n++ {
		o, _, _ := g.organisation(n, time.Unix(1_700_000_000, 0))
		o.Slug = fmt.Sprintf("nome-dell-organizzazione-%d", n*7919%10_000) // nothing that the name would give
		p.all = append(p.all, o)
	}
	x := atlas.NewIndex(p, library.Taxonomies, library.Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	if err := x.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := x.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	markers, err := s.Markers()
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(markers.Body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d organisations: %d bytes, %d with gzip", s.Size(), len(markers.Body), packed.Len())
	if packed.Len() > budget {
		t.Errorf("%d bytes; want at most %d", packed.Len(), budget)
	}
}
