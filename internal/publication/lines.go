package publication

import (
	"encoding/json"
	"fmt"
	"io"
)

// lines writes one value of JSON per line.
type lines struct {
	p Publisher
	w io.Writer
}

// NDJSON writes organisations as lines, each the JSON of one of them.
func (p Publisher) NDJSON(w io.Writer) Collection { return lines{p, w} }

// Add writes the line of the page.
func (l lines) Add(page Page) error {
	raw, err := json.Marshal(l.p.Record(page))
	if err != nil {
		return fmt.Errorf("write %s: %w", page.ID, err)
	}
	_, err = l.w.Write(append(raw, '\n'))
	return err
}

// Close has nothing left to write.
func (l lines) Close() error { return nil }

// JSONList writes organisations as one document: the licence, and a list with the
// JSON of each of them.
func (p Publisher) JSONList(w io.Writer) (Collection, error) {
	begin := `{"licence":"` + Licence + `","organisations":[` + "\n"
	return newList(w, begin, "\n]}\n", func(page Page) (any, error) { return p.Record(page), nil })
}
