package dump

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"telaio/internal/fault"
)

// Folder keeps sets, each in a folder that is named after its version. A set is
// there whole or not at all, and never changes.
type Folder struct{ Dir string }

// draftPrefix begins the name of the folder of a set under way.
const draftPrefix = "draft-"

// Make has a set made and keeps it. When what is published is the same as in the
// newest set, that one stays the newest and is returned.
func (f Folder) Make(ctx context.Context, m Maker) (Set, error) {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return Set{}, fmt.Errorf("make the folder of dumps: %w", err)
	}
	dir, err := os.MkdirTemp(f.Dir, draftPrefix)
	if err != nil {
		return Set{}, fmt.Errorf("begin a dump: %w", err)
	}
	defer os.RemoveAll(dir)
	set, err := m.Write(ctx, dir)
	if err != nil {
		return Set{}, err
	}
	before, err := f.Sets()
	if err != nil {
		return Set{}, err
	}
	if err := f.clear(dir); err != nil {
		return Set{}, err
	}
	if len(before) > 0 && same(before[0], set) {
		return before[0], nil
	}
	if err := os.Rename(dir, filepath.Join(f.Dir, set.Version)); err != nil {
		return Set{}, fmt.Errorf("keep a dump: %w", err)
	}
	return set, f.forget(append([]Set{set}, before...))
}

// abandoned is how much older than another a set under way is that a node which
// was killed has left.
const abandoned = 24 * time.Hour

// clear removes what was begun long before the set in dir and never ended. Both
// times are those of the disk.
func (f Folder) clear(dir string) error {
	own, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("clear away abandoned dumps: %w", err)
	}
	t := own.ModTime().Add(-abandoned)
	drafts, err := filepath.Glob(filepath.Join(f.Dir, draftPrefix+"*"))
	for _, draft := range drafts {
		info, statErr := os.Stat(draft)
		if statErr == nil && info.ModTime().Before(t) {
			err = errors.Join(err, os.RemoveAll(draft))
		}
	}
	if err != nil {
		return fmt.Errorf("clear away abandoned dumps: %w", err)
	}
	return nil
}

// same reports whether two sets have the same data. What describes them has a
// date, and does not count.
func same(a, b Set) bool {
	sums := map[string]string{}
	for _, file := range a.Files {
		sums[file.Name] = file.Sum
	}
	for _, name := range []string{"organisations.csv", "organisations.geojson", "organisations.jsonld", "organisations.ndjson", vocabularyName} {
		i := slices.IndexFunc(b.Files, func(file File) bool { return file.Name == name })
		if i < 0 || sums[name] != b.Files[i].Sum {
			return false
		}
	}
	return true
}

func (f Folder) forget(sets []Set) error {
	keep := Kept(sets)
	var err error
	for _, set := range sets {
		if !keep[set.Version] {
			err = errors.Join(err, os.RemoveAll(filepath.Join(f.Dir, set.Version)))
		}
	}
	return err
}

// How many sets are kept: the newest ones, and the last one of each month.
const (
	keptLatest = 7
	keptMonths = 12
)

// Kept says which sets stay. They are in order, the newest first.
func Kept(sets []Set) map[string]bool {
	keep, months := map[string]bool{}, map[string]bool{}
	for i, set := range sets {
		month := set.At.Format("2006-01")
		if i < keptLatest || !months[month] && len(months) < keptMonths {
			keep[set.Version] = true
		}
		months[month] = true
	}
	return keep
}

var version = regexp.MustCompile(`^\d{8}T\d{4}Z$`)

// Sets lists what is kept, the newest first.
func (f Folder) Sets() ([]Set, error) {
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the dumps: %w", err)
	}
	var sets []Set
	for _, entry := range slices.Backward(entries) {
		if version.MatchString(entry.Name()) {
			set, err := f.read(entry.Name())
			if err != nil {
				return nil, fmt.Errorf("read the dump %s: %w", entry.Name(), err)
			}
			sets = append(sets, set)
		}
	}
	return sets, nil
}

// read finds out what is in a set from its own description and checksums.
func (f Folder) read(version string) (Set, error) {
	root, err := os.OpenRoot(filepath.Join(f.Dir, version))
	if err != nil {
		return Set{}, err
	}
	defer root.Close()
	set := Set{Version: version}
	if set.At, err = time.Parse(versionForm, version); err != nil {
		return Set{}, err
	}
	raw, err := root.ReadFile(packageName)
	if err != nil {
		return Set{}, err
	}
	var told dataPackage
	if err := json.Unmarshal(raw, &told); err != nil {
		return Set{}, err
	}
	set.Organisations = told.Organisations
	media := map[string]string{packageName: "application/json", catalogueName: "application/ld+json"}
	for _, r := range told.Resources {
		media[r.Path] = r.Mediatype
	}
	sums, err := root.Open(sumsName)
	if err != nil {
		return Set{}, err
	}
	defer sums.Close()
	lines := bufio.NewScanner(sums)
	for lines.Scan() {
		sum, name, _ := strings.Cut(lines.Text(), "  ")
		info, err := root.Stat(name)
		if err != nil {
			return Set{}, err
		}
		set.Files = append(set.Files, File{Name: name, Media: media[name], Bytes: info.Size(), Sum: sum})
	}
	return set, lines.Err()
}

// Newest stands for the version that was made last.
const Newest = "ultima"

// Open opens a file of a set. Who asks for the Newest is told which that is.
func (f Folder) Open(asked, name string) (*os.File, File, Set, error) {
	sets, err := f.Sets()
	if err != nil {
		return nil, File{}, Set{}, err
	}
	for i, set := range sets {
		if set.Version != asked && (asked != Newest || i > 0) {
			continue
		}
		if name == sumsName {
			set.Files = append(set.Files, File{Name: sumsName, Media: "text/plain"})
		}
		for _, file := range set.Files {
			if file.Name == name {
				opened, err := os.Open(filepath.Join(f.Dir, set.Version, file.Name))
				return opened, file, set, err
			}
		}
	}
	return nil, File{}, Set{}, fault.New(fault.NotFound, "error.not_found")
}
