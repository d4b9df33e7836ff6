package kit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// InputError says what cannot be read in a file of answers, and where.
type InputError struct {
	Line   int
	Column int    // of what is not JSON; otherwise 0
	Place  string // such as respondents[0].answers.EMP9; "" for the whole and for what is not JSON
	Reason string
}

// Error writes line, place and reason; the caller puts the file's name and a
// colon before it.
func (e *InputError) Error() string {
	text := strconv.Itoa(e.Line) + ": "
	if e.Column > 0 {
		text = fmt.Sprintf("%d:%d: ", e.Line, e.Column)
	}
	if e.Place != "" {
		text += e.Place + ": "
	}
	return text + e.Reason
}

// Recording is a cycle as a file of answers tells it.
type Recording struct {
	Kit   *Kit
	Mode  Mode
	Input Input
}

// Score works the recording out.
func (r Recording) Score() Scoring { return Scoring{r.Kit, Score(r.Kit, r.Input)} }

// ReadRecording reads a file of answers:
//
//	{"kit": "ID@VERSION", "mode": "named",
//	 "respondents": [{"id": "r1", "answers": {"EMP1": "L3", "EMP2": "NA", "EMP3": "DK"}}],
//	 "consensus": {"EMP1": {"level": 3, "reason": "…"}}}
//
// Only respondents must be there; a consensus whose level is null keeps both
// readings. find looks a kit up by its reference, or the newest one for "".
// Everything that is not understood is an *InputError, so that no answer is
// left out of a figure without a word.
func ReadRecording(raw []byte, find func(reference string) (*Kit, error)) (Recording, error) {
	root, err := readTree(raw)
	if err != nil {
		return Recording{}, err
	}
	members, err := root.object("kit", "mode", "respondents", "consensus")
	if err != nil {
		return Recording{}, err
	}
	r := Recording{Mode: Named}
	reference, err := members["kit"].word()
	if err != nil {
		return r, err
	}
	if members["kit"] != nil && reference == "" {
		return r, members["kit"].wrong("want ID@VERSION; leave kit out for the newest one")
	}
	if r.Kit, err = find(reference); err != nil {
		return r, &InputError{Line: members["kit"].lineOr(root.line), Place: "kit", Reason: err.Error()}
	}
	if err := r.readMode(members["mode"]); err != nil {
		return r, err
	}
	if err := r.readRespondents(root, members["respondents"]); err != nil {
		return r, err
	}
	return r, r.readConsensus(members["consensus"])
}

func (r *Recording) readMode(n *node) error {
	if n == nil {
		return nil
	}
	mode, err := n.word()
	if err != nil {
		return err
	}
	r.Mode = Mode(mode)
	if r.Mode != Named && r.Mode != Confidential {
		return n.wrong("unknown mode %s: want named or confidential", n.what())
	}
	return nil
}

func (r *Recording) readRespondents(root node, n *node) error {
	if n == nil {
		return &InputError{Line: root.line, Place: "respondents", Reason: "it is missing"}
	}
	if n.kind != jsontext.KindBeginArray {
		return n.wrong("want a list of respondents, found %s", n.what())
	}
	people := make([]Respondent, 0, len(n.items))
	first := map[string]string{} // id to the place where it stood first
	for _, item := range n.items {
		members, err := item.object("id", "answers")
		if err != nil {
			return err
		}
		id, err := members["id"].word()
		if err != nil {
			return err
		}
		if strings.TrimSpace(id) == "" {
			return item.wrong("the respondent has no id")
		}
		if other, twice := first[id]; twice {
			return members["id"].wrong("%s has the id %s too", other, members["id"].what())
		}
		first[id] = item.place
		answers, err := r.readAnswers(members["answers"])
		if err != nil {
			return err
		}
		people = append(people, Respondent{id, answers})
	}
	r.Input.Answers = Unlink(people)
	return nil
}

func (r *Recording) readAnswers(n *node) (map[string]Code, error) {
	if n == nil {
		return nil, nil
	}
	if n.kind != jsontext.KindBeginObject {
		return nil, n.wrong("want an object of answers by item, found %s", n.what())
	}
	answers := make(map[string]Code, len(n.members))
	for _, m := range n.members {
		item, ok := r.Kit.Item(m.name)
		if !ok {
			return nil, m.value.wrong("%s has no such item", r.Kit.Reference())
		}
		if m.value.kind != jsontext.KindString {
			return nil, m.value.wrong("want one of %s, found %s; leave a skipped item out", codeList(), m.value.what())
		}
		code := Code(m.value.text)
		if !code.Valid() {
			return nil, m.value.wrong("unknown answer %s: want one of %s", m.value.what(), codeList())
		}
		if !item.Allows(code) {
			return nil, m.value.wrong("%s cannot be answered with NA", item.ID)
		}
		answers[item.ID] = code
	}
	return answers, nil
}

func (r *Recording) readConsensus(n *node) error {
	if n == nil {
		return nil
	}
	if n.kind != jsontext.KindBeginObject {
		return n.wrong("want an object of consensus levels by item, found %s", n.what())
	}
	r.Input.Consensus = make(map[string]Consensus, len(n.members))
	for _, m := range n.members {
		if _, ok := r.Kit.Item(m.name); !ok {
			return m.value.wrong("%s has no such item", r.Kit.Reference())
		}
		members, err := m.value.object("level", "reason")
		if err != nil {
			return err
		}
		if members["level"] == nil {
			return m.value.wrong("level is missing: want a whole number from 0 to %d, or null to keep both readings", MaxLevel)
		}
		level, err := members["level"].level()
		if err != nil {
			return err
		}
		reason, err := members["reason"].word()
		if err != nil {
			return err
		}
		r.Input.Consensus[m.name] = Consensus{level, reason}
	}
	return nil
}

// wrong is an error of the node's place.
func (n *node) wrong(format string, args ...any) error {
	return &InputError{Line: n.line, Place: n.place, Reason: fmt.Sprintf(format, args...)}
}

func (n *node) lineOr(line int) int {
	if n == nil {
		return line
	}
	return n.line
}

// object returns the members by name. It takes no other names than those known.
func (n *node) object(known ...string) (map[string]*node, error) {
	if n.kind != jsontext.KindBeginObject {
		return nil, n.wrong("want an object with %s, found %s", strings.Join(known, ", "), n.what())
	}
	members := make(map[string]*node, len(n.members))
	for i := range n.members {
		m := &n.members[i]
		if !slices.Contains(known, m.name) {
			return nil, m.value.wrong("unknown key: want %s", strings.Join(known, ", "))
		}
		members[m.name] = &m.value
	}
	return members, nil
}

// word is the text of a string; a node that is not there has none.
func (n *node) word() (string, error) {
	if n == nil {
		return "", nil
	}
	if n.kind != jsontext.KindString {
		return "", n.wrong("want a text, found %s", n.what())
	}
	return n.text, nil
}

// level is a level as a number, or Blank for null.
func (n *node) level() (Code, error) {
	if n.kind == jsontext.KindNull {
		return Blank, nil
	}
	if n.kind == jsontext.KindNumber {
		if x, err := strconv.ParseFloat(n.text, 64); err == nil && x >= 0 && x <= MaxLevel && x == float64(int(x)) {
			return LevelCode(int(x)), nil
		}
	}
	return Blank, n.wrong("want a whole number from 0 to %d, or null to keep both readings, found %s", MaxLevel, n.what())
}

// what says what was found instead, in few words.
func (n *node) what() string {
	switch n.kind {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "true or false"
	case jsontext.KindNumber:
		return shortened(n.text)
	case jsontext.KindString:
		return strconv.Quote(shortened(n.text))
	case jsontext.KindBeginArray:
		return "a list"
	default:
		return "an object"
	}
}

// shortened keeps a text from filling the screen.
func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= 40 {
		return text
	}
	return string(runes[:40]) + "…"
}

func codeList() string {
	words := make([]string, 0, len(Codes()))
	for _, code := range Codes() {
		words = append(words, string(code))
	}
	return strings.Join(words, ", ")
}
