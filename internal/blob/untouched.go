package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"telaio/internal/clock"
)

// Keep marks the file with the id as used at this moment, so that it is not
// removed as left over, and reports whether it is there. Who names a file in a
// record without having put it calls this first.
func (d *Directory) Keep(_ context.Context, id string) (bool, error) {
	if !validID.MatchString(id) {
		return false, nil
	}
	there, err := d.touch(id)
	return there, refused("use a file", err)
}

// touch gives a file that is there the present time. It looks again afterwards:
// the time may have gone to a file that was on its way out.
func (d *Directory) touch(name string) (bool, error) {
	now := clock.System{}.Now()
	err := d.root.Chtimes(place(name), now, now)
	if err == nil {
		_, err = d.root.Stat(place(name))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Untouched lists the ids of the files that were neither put nor kept since
// then. Files whose removal or writing was cut short are mended or removed.
func (d *Directory) Untouched(_ context.Context, since time.Time) ([]string, error) {
	var ids []string
	err := fs.WalkDir(d.root.FS(), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().After(since) {
			return nil
		}
		if err != nil {
			return err
		}
		name := path.Base(file)
		if validID.MatchString(name) {
			ids = append(ids, name)
			return nil
		}
		return d.mend(name)
	})
	if err != nil {
		return nil, fmt.Errorf("walk through the files: %w", err)
	}
	return ids, nil
}

// mend ends what an interrupted program has begun long ago: a file on its way
// out comes back to be judged again, and one that was never named goes.
func (d *Directory) mend(name string) error {
	whole, out := strings.CutSuffix(name, outgoing)
	if _, variant, ok := strings.Cut(whole, "-"); !out && ok && validVariant.MatchString(variant) {
		return nil
	}
	var err error
	if _, there := d.root.Stat(place(whole)); out && errors.Is(there, fs.ErrNotExist) {
		err = d.root.Rename(place(name), place(whole))
	} else {
		err = d.root.Remove(place(name))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// outgoing is the end of the name of a file that is about to be removed.
const outgoing = ".gone"

// RemoveUntouched forgets the file with the id and its variants, and reports
// whether it did. What was put or kept since then stays, even if that happens
// at this very moment: a file is renamed before it is looked at, so that whoever
// keeps it either is seen here or finds it gone and writes it anew.
func (d *Directory) RemoveUntouched(_ context.Context, id string, since time.Time) (bool, error) {
	if _, err := fileName(id, ""); err != nil {
		return false, err
	}
	removed, err := d.removeUntouched(id, since)
	if err != nil || !removed {
		return false, refused("remove a file", err)
	}
	entries, err := fs.ReadDir(d.root.FS(), id[:2])
	if err != nil {
		return true, refused("list the variants of a file", err)
	}
	for _, e := range entries {
		if variant, ok := strings.CutPrefix(e.Name(), id+"-"); ok && validVariant.MatchString(variant) {
			if _, err := d.removeUntouched(e.Name(), since); err != nil {
				return true, refused("remove a variant of a file", err)
			}
		}
	}
	return true, refused("sync a directory", d.sync(id[:2]))
}

func (d *Directory) removeUntouched(name string, since time.Time) (bool, error) {
	away := place(name) + outgoing
	err := d.root.Rename(place(name), away)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	info, err := d.root.Stat(away)
	if err != nil {
		return false, err
	}
	if info.ModTime().After(since) {
		return false, d.root.Rename(away, place(name))
	}
	return true, d.root.Remove(away)
}

// stays reports whether the name is taken by a file that will not be removed as
// left over from now on.
func (d *Directory) stays(name string) (bool, error) {
	there, err := d.touch(name)
	if err != nil || !there {
		return false, err
	}
	return true, d.sync(name[:2])
}
