package kit

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// node is a JSON value with the place where it stands, such as
// respondents[0].answers.EMP1.
type node struct {
	place   string
	line    int
	kind    jsontext.Kind
	text    string // of a string or a number
	members []member
	items   []node
}

type member struct {
	name  string
	value node
}

// readTree reads one JSON value. A name that is there twice is an error: one of
// the two values would be lost without a word.
func readTree(raw []byte) (node, error) {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF")) // as some editors write it
	t := tree{raw: raw, decoder: jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true))}
	root, err := t.value("")
	if err != nil {
		return node{}, err
	}
	if _, err := t.decoder.ReadToken(); err == nil {
		return node{}, t.wrong("there is more than one value")
	}
	rest := bytes.TrimLeft(raw[t.decoder.InputOffset():], " \t\r\n")
	if len(rest) > 0 {
		return node{}, t.wrong("there is something after the end")
	}
	return root, nil
}

// tree is the reading of a file.
type tree struct {
	raw     []byte
	decoder *jsontext.Decoder
}

func (t tree) value(place string) (node, error) {
	token, err := t.decoder.ReadToken()
	if err != nil {
		return node{}, t.syntax(err)
	}
	n := node{place: place, line: t.line(), kind: token.Kind()}
	switch n.kind {
	case jsontext.KindBeginObject:
		return t.object(n)
	case jsontext.KindBeginArray:
		return t.array(n)
	case jsontext.KindString, jsontext.KindNumber:
		n.text = token.String()
	default: // the kind says everything
	}
	return n, nil
}

func (t tree) object(n node) (node, error) {
	seen := map[string]bool{}
	for t.decoder.PeekKind() != jsontext.KindEndObject {
		name, err := t.decoder.ReadToken()
		if err != nil {
			return n, t.syntax(err)
		}
		word := name.String() // the token lasts until the next one
		place := join(n.place, word)
		if seen[word] {
			return n, &InputError{Line: t.line(), Place: place, Reason: "it is there twice"}
		}
		seen[word] = true
		value, err := t.value(place)
		if err != nil {
			return n, err
		}
		n.members = append(n.members, member{word, value})
	}
	_, err := t.decoder.ReadToken()
	return n, t.syntax(err)
}

func (t tree) array(n node) (node, error) {
	for t.decoder.PeekKind() != jsontext.KindEndArray {
		value, err := t.value(fmt.Sprintf("%s[%d]", n.place, len(n.items)))
		if err != nil {
			return n, err
		}
		n.items = append(n.items, value)
	}
	_, err := t.decoder.ReadToken()
	return n, t.syntax(err)
}

// join adds a member's name to a place.
func join(place, name string) string {
	if !plainName(name) {
		return fmt.Sprintf("%s[%q]", place, name)
	}
	if place == "" {
		return name
	}
	return place + "." + name
}

// plainName reports whether the name can be written without quotes.
func plainName(name string) bool {
	for _, r := range name {
		if r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return name != ""
}

// line is the line that the decoder has come to.
func (t tree) line() int { return 1 + bytes.Count(t.raw[:t.decoder.InputOffset()], []byte("\n")) }

// wrong is an error where the decoder has come to.
func (t tree) wrong(reason string) error { return t.at(t.decoder.InputOffset(), reason) }

// at is an error of an offset in bytes.
func (t tree) at(offset int64, reason string) error {
	before := t.raw[:min(int(offset), len(t.raw))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return &InputError{Line: line, Column: column, Reason: reason}
}

// syntax words what the decoder could not read; nil stays nil.
func (t tree) syntax(err error) error {
	if err == nil {
		return nil
	}
	if wrong, ok := errors.AsType[*jsontext.SyntacticError](err); ok && wrong.Err != nil {
		return t.at(wrong.ByteOffset, "this is not JSON: "+wrong.Err.Error())
	}
	return t.at(int64(len(t.raw)), "this is not JSON: it ends too early")
}
