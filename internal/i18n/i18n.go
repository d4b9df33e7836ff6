// Package i18n turns message keys into sentences in the reader's language, and
// numbers and dates into the reader's way of writing them.
package i18n

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
)

// Language is a language that the site speaks.
type Language string

// The languages, the first one being that of people who ask for no other.
const (
	Italian Language = "it"
	English Language = "en"
)

// Languages lists every language, Italian first.
func Languages() []Language { return []Language{Italian, English} }

// Args are the named values of a message.
type Args = map[string]any

// Catalogue holds every message in every language.
type Catalogue struct {
	printers map[Language]*Printer
}

// Load reads dir/LANGUAGE/*.yaml. A file holds nested maps of messages; a map
// of plural forms is one message: see IsPlural. Every language must have the
// same keys.
func Load(fsys fs.FS, dir string) (*Catalogue, error) {
	c := &Catalogue{printers: map[Language]*Printer{}}
	keys := map[string]string{} // so that the languages share them
	for _, lang := range Languages() {
		loaded, err := loadLanguage(fsys, path.Join(dir, string(lang)), keys)
		if err != nil {
			return nil, err
		}
		if c.printers[lang], err = newPrinter(lang, loaded); err != nil {
			return nil, err
		}
	}
	return c, c.sameKeys()
}

// Printer returns the language's printer, Italian's for a language unknown.
func (c *Catalogue) Printer(lang Language) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Italian]
}

func (c *Catalogue) sameKeys() error {
	var missing []string
	for _, a := range Languages() {
		for key := range c.printers[a].messages.texts {
			for _, b := range Languages() {
				if !c.printers[b].Has(key) {
					missing = append(missing, fmt.Sprintf("%s has no message %q", b, key))
				}
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	sort.Strings(missing)
	return fmt.Errorf("locale: %s", strings.Join(missing, "; "))
}

// messages are those of one language, with gaps for values: see fill.
type messages struct {
	texts   map[string]string  // every key; of plurals the form other
	plurals map[string]plurals // the messages that have forms
}

// plurals are a message's forms beside other; "" = it has none of its own.
type plurals struct{ one, many string }

func loadLanguage(fsys fs.FS, dir string, keys map[string]string) (messages, error) {
	loaded := messages{map[string]string{}, map[string]plurals{}}
	files, err := fs.Glob(fsys, path.Join(dir, "*.yaml"))
	if err != nil {
		return loaded, fmt.Errorf("list the locale files: %w", err)
	}
	for _, file := range files {
		raw, err := fs.ReadFile(fsys, file)
		if err != nil {
			return loaded, fmt.Errorf("read a locale file: %w", err)
		}
		var tree map[string]any
		if err := yaml.Unmarshal(raw, &tree); err != nil {
			return loaded, fmt.Errorf("%s: %w", file, err)
		}
		if err := loaded.add("", tree, keys); err != nil {
			return loaded, fmt.Errorf("%s: %w", file, err)
		}
	}
	return loaded, nil
}

// add takes in the messages below prefix.
func (m messages) add(prefix string, tree map[string]any, keys map[string]string) error {
	for name, value := range tree {
		id := strings.TrimPrefix(prefix+"."+name, ".")
		forms, isTree := value.(map[string]any)
		if isTree && !IsPlural(forms) {
			if err := m.add(id, forms, keys); err != nil {
				return err
			}
			continue
		}
		if _, known := keys[id]; !known {
			keys[id] = id
		}
		key, other := keys[id], text(value)
		if isTree {
			other = text(forms["other"])
			m.plurals[key] = plurals{text(forms["one"]), text(forms["many"])}
		}
		m.texts[key] = other
		for _, said := range []string{other, m.plurals[key].one, m.plurals[key].many} {
			if _, err := Gaps(said); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
		}
	}
	return nil
}

// IsPlural reports whether the map is one message with plural forms: it has the
// form other, and beside it only one and many. A group of messages may have one
// that is called other, as long as it has more.
func IsPlural(tree map[string]any) bool {
	if _, ok := tree["other"].(string); !ok {
		return false
	}
	for form := range tree {
		if form != "one" && form != "many" && form != "other" {
			return false
		}
	}
	return true
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}
