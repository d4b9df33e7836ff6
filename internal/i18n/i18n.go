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
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
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
	bundle := goi18n.NewBundle(language.Italian)
	c := &Catalogue{printers: map[Language]*Printer{}}
	for _, lang := range Languages() {
		loaded, err := loadLanguage(fsys, dir, lang, bundle)
		if err != nil {
			return nil, err
		}
		c.printers[lang] = newPrinter(lang, goi18n.NewLocalizer(bundle, string(lang)), loaded)
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

// messages are those of one language, as they can be said without go-i18n's
// templates.
type messages struct {
	texts     map[string]string              // every key; "" = it has values or plurals
	sentences map[string]map[string]sentence // key to plural form to sentence; without plurals, "other"
}

// loadLanguage adds the language's messages to the bundle and returns them.
func loadLanguage(fsys fs.FS, dir string, lang Language, bundle *goi18n.Bundle) (messages, error) {
	files, err := fs.Glob(fsys, path.Join(dir, string(lang), "*.yaml"))
	loaded := messages{map[string]string{}, map[string]map[string]sentence{}}
	if err != nil {
		return loaded, fmt.Errorf("list the locale files: %w", err)
	}
	tag := language.MustParse(string(lang))
	if err := bundle.AddMessages(tag, probeMessage()); err != nil {
		return loaded, fmt.Errorf("learn the plural forms: %w", err)
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
		if err := bundle.AddMessages(tag, flatten("", tree, loaded)...); err != nil {
			return loaded, fmt.Errorf("%s: %w", file, err)
		}
	}
	return loaded, nil
}

// flatten lists the messages below prefix and adds them to those loaded.
func flatten(prefix string, tree map[string]any, loaded messages) []*goi18n.Message {
	var list []*goi18n.Message
	for key, value := range tree {
		id := strings.TrimPrefix(prefix+"."+key, ".")
		switch v := value.(type) {
		case map[string]any:
			if IsPlural(v) {
				loaded.add(id, v)
				list = append(list, &goi18n.Message{ID: id, One: text(v["one"]), Many: text(v["many"]), Other: text(v["other"])})
				continue
			}
			list = append(list, flatten(id, v, loaded)...)
		default:
			s := text(value)
			if strings.Contains(s, "{{") {
				loaded.add(id, map[string]any{"other": s})
			} else {
				loaded.texts[id] = s
			}
			list = append(list, &goi18n.Message{ID: id, Other: s})
		}
	}
	return list
}

// add takes in a message with values or plurals.
func (m messages) add(id string, forms map[string]any) {
	m.texts[id] = ""
	m.sentences[id] = map[string]sentence{}
	for form, value := range forms {
		if s, ok := cutSentence(text(value)); ok {
			m.sentences[id][form] = s
		}
	}
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
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
