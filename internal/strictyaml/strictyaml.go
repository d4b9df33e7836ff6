// Package strictyaml reads the YAML files that editors write. It accepts only
// the keys that the Go value knows, and it remembers the line of everything, so
// that later checks can say where a mistake stands.
package strictyaml

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Problem is one thing that is wrong in a content file.
type Problem struct {
	File   string
	Line   int // 0 = the whole file
	Reason string
}

// String writes the problem as editors of text know it: file:line: reason.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Reason
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Reason)
}

// Document is a file that was read, with the line of each of its nodes.
type Document struct {
	file     string
	lines    map[string]int // path such as "pages.0.title.it" to line
	problems []Problem
}

// maxDepth is deeper than any content file needs to nest.
const maxDepth = 20

// Read decodes the file into value, a pointer. The document's problems are
// unknown or repeated keys, values of the wrong type and broken syntax.
func Read(file string, raw []byte, value any) *Document {
	d := &Document{file: file, lines: map[string]int{}}
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		d.addError(err)
		return d
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		d.problems = append(d.problems, Problem{File: file, Reason: "the file must hold one YAML document"})
		return d
	}
	d.walk(tree.Docs[0].Body, nil, reflect.TypeOf(value))
	if len(d.problems) > 0 {
		return d
	}
	if err := yaml.NodeToValue(tree.Docs[0].Body, value); err != nil {
		d.addError(err)
	}
	return d
}

// File returns the name of the file.
func (d *Document) File() string { return d.file }

// Problems lists what was found so far.
func (d *Document) Problems() []Problem { return d.problems }

// Add notes a problem of the node at path.
func (d *Document) Add(path, format string, args ...any) {
	d.AddAt(d.Line(path), format, args...)
}

// AddAt notes a problem of a line.
func (d *Document) AddAt(line int, format string, args ...any) {
	d.problems = append(d.problems, Problem{File: d.file, Line: line, Reason: fmt.Sprintf(format, args...)})
}

// Line returns the line of the node at path, or that of the closest node above
// it that the file has.
func (d *Document) Line(path string) int {
	for {
		if line, ok := d.lines[path]; ok {
			return line
		}
		cut := strings.LastIndexByte(path, '.')
		if cut < 0 {
			return d.lines[""]
		}
		path = path[:cut]
	}
}

// Path joins the parts of a path: keys and positions.
func Path(parts ...any) string {
	words := make([]string, 0, len(parts))
	for _, p := range parts {
		if s := fmt.Sprint(p); s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, ".")
}

func (d *Document) addError(err error) {
	if known, ok := errors.AsType[yaml.Error](err); ok && known.GetToken() != nil && known.GetToken().Position != nil {
		d.AddAt(known.GetToken().Position.Line, "%s", reasonOf(known))
		return
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	d.AddAt(0, "%s", first)
}

// reasonOf words an error of the YAML library for editors.
func reasonOf(err yaml.Error) string {
	if shape, ok := errors.AsType[*yaml.UnexpectedNodeTypeError](err); ok {
		return fmt.Sprintf("found a %s here; want a %s", strings.ToLower(shape.Actual.YAMLName()), strings.ToLower(shape.Expected.YAMLName()))
	}
	wrong, ok := errors.AsType[*yaml.TypeError](err)
	if !ok || wrong.DstType == nil {
		return err.GetMessage()
	}
	switch wrong.DstType.Kind() {
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64:
		return "want a whole number here"
	case reflect.Float64:
		return "want a number here"
	case reflect.Bool:
		return "want true or false here"
	case reflect.String:
		return "want a text here"
	default:
		return "want keys with values here"
	}
}

// walk notes the line of every node, the keys that t does not have, and what
// these files do not use: anchors, aliases, tags and merge keys.
func (d *Document) walk(node ast.Node, path []string, t reflect.Type) {
	at := strings.Join(path, ".")
	if _, known := d.lines[at]; !known {
		d.lines[at] = lineOf(node)
	}
	if len(path) > maxDepth {
		d.AddAt(lineOf(node), "nested too deep")
		return
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		for _, pair := range n.Values {
			d.walkPair(pair, path, t)
		}
	case *ast.MappingValueNode:
		d.walkPair(n, path, t)
	case *ast.SequenceNode:
		for i, child := range n.Values {
			d.walk(child, append(path[:len(path):len(path)], strconv.Itoa(i)), elementOf(t))
		}
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.AddAt(lineOf(node), "anchors, aliases and tags are not used in these files")
	}
}

func (d *Document) walkPair(pair *ast.MappingValueNode, path []string, t reflect.Type) {
	key := pair.Key.GetToken().Value
	line := pair.Key.GetToken().Position.Line
	if _, merge := pair.Key.(*ast.MergeKeyNode); merge {
		d.AddAt(line, "merge keys are not used in these files")
		return
	}
	inner, known := fieldOf(t, key)
	if !known {
		d.AddAt(line, "unknown key %q", key)
		return
	}
	full := slices.Concat(path, []string{key})
	d.lines[strings.Join(full, ".")] = line
	if pair.Value != nil {
		d.walk(pair.Value, full, inner)
	}
}

func lineOf(node ast.Node) int {
	if token := node.GetToken(); token != nil && token.Position != nil {
		return token.Position.Line
	}
	return 0
}

// fieldOf returns the type of what stands under key in a value of type t. For
// types that take any key, such as maps, it knows every key.
func fieldOf(t reflect.Type, key string) (reflect.Type, bool) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() == reflect.Interface {
		return nil, true
	}
	if t.Kind() != reflect.Struct {
		return elementOf(t), true
	}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name == key && field.IsExported() {
			return field.Type, true
		}
		if options == "inline" {
			if inner, ok := fieldOf(field.Type, key); ok {
				return inner, true
			}
		}
	}
	return nil, false
}

func elementOf(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		return t.Elem()
	}
	return nil
}
