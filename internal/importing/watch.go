package importing

import "sync"

// Watch tells how far the imports have come that this process works on. It is
// safe for concurrent use.
type Watch struct {
	mu   sync.Mutex
	seen map[string]Progress
	// Tell is called at each step, if it is set.
	Tell func(Progress)
}

// Progress is how many rows are done: of looking for those that are in the file
// twice, or of working out what each does.
type Progress struct {
	Done, Total int
	Comparing   bool
}

// note remembers how far an import has come.
func (w *Watch) note(id string, p Progress) {
	if w == nil {
		return
	}
	w.set(id, p)
	if w.Tell != nil {
		w.Tell(p)
	}
}

func (w *Watch) set(id string, p Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seen == nil {
		w.seen = map[string]Progress{}
	}
	w.seen[id] = p
}

// forget removes an import that is done.
func (w *Watch) forget(id string) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.seen, id)
}

// Of returns how far an import has come, nothing if another process is at it.
func (w *Watch) Of(id string) Progress {
	if w == nil {
		return Progress{}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[id]
}
