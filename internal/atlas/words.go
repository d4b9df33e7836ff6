package atlas

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/search"
)

// patience is how long a search waits for the words of a program that has just
// started.
const patience = 3 * time.Second

// readWords indexes the texts of everything published. It takes longer than the
// rest of the index and is done apart, so that the pages need not wait.
func (x *Index) readWords(ctx context.Context) (*search.Index, error) {
	b := search.NewBuilder()
	if x.Texts != nil {
		b.Aside = x.Texts.Aside
	}
	err := x.eachPublished(ctx, func(o organisation.Organisation) {
		b.Add(x.documentOf(o))
		x.keepFirst(&o)
	})
	if err != nil {
		return nil, err
	}
	return b.Index(), nil
}

// eachPublished hands over the published organisations one by one.
func (x *Index) eachPublished(ctx context.Context, take func(organisation.Organisation)) error {
	for after := ""; ; {
		published, err := x.stored.PublishedAfter(ctx, after, batch)
		if err != nil {
			return fmt.Errorf("read the published organisations: %w", err)
		}
		for _, o := range published {
			take(o)
			after = o.ID
		}
		if len(published) < batch {
			return nil
		}
	}
}

// IndexWords makes the snapshot searchable, or anew once many changes have worn
// the index of words. What is published meanwhile is taken in at the end.
func (x *Index) IndexWords(ctx context.Context) error {
	if s := x.current.Load(); s == nil || s.words != nil && !s.words.Worn() {
		return nil
	}
	x.refreshing.Lock()
	x.meanwhile = map[string]*organisation.Organisation{}
	x.refreshing.Unlock()
	words, err := x.readWords(ctx)
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	changed := x.meanwhile
	x.meanwhile = nil
	if err != nil {
		return err
	}
	for id, o := range changed {
		x.keepText(id, o)
	}
	searchable := *x.current.Load()
	searchable.Generation++
	searchable.setWords(x.wordsWith(words, changed))
	x.current.Store(&searchable)
	x.searchable.Do(func() { close(x.wordsReady) })
	return nil
}

// wordsWith takes changes into the words; nil takes an organisation out.
func (x *Index) wordsWith(words *search.Index, changed map[string]*organisation.Organisation) *search.Index {
	if words == nil || len(changed) == 0 {
		return words
	}
	var docs []search.Document
	var gone []string
	for id, o := range changed {
		if o == nil {
			gone = append(gone, id)
		} else {
			docs = append(docs, x.documentOf(*o))
		}
	}
	return words.With(docs, gone)
}

// AwaitWords returns when texts can be searched, or ctx ends.
func (x *Index) AwaitWords(ctx context.Context) {
	select {
	case <-x.wordsReady:
	case <-ctx.Done():
	}
}

// searchableSnapshot waits until texts can be searched.
func (x *Index) searchableSnapshot(ctx context.Context) (*Snapshot, error) {
	if s := x.current.Load(); s != nil && s.words != nil {
		return s, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-x.wordsReady:
		return x.current.Load(), nil
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Unavailable, "error.search_starting", ctx.Err())
	}
}

// none stands for no entry.
const none = ^uint32(0)

// setWords makes the entries searchable.
func (s *Snapshot) setWords(words *search.Index) {
	s.words = words
	if words == nil {
		return
	}
	s.entryOf = make([]uint32, words.Len())
	for n := range s.entryOf {
		s.entryOf[n] = none
		if doc, ok := s.byID[words.ID(uint32(n))]; ok {
			s.entryOf[n] = doc
		}
	}
}
