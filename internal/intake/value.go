package intake

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// text returns the answer's text, "" if it was not given for whatever reason.
func text(answers questionnaire.Answers, id string) string {
	v := answers[id]
	if v.Missing != questionnaire.Answered {
		return ""
	}
	return strings.TrimSpace(v.Text)
}

// codes returns the chosen codes, each once, in the order of the answer.
func codes(answers questionnaire.Answers, id string) []string {
	v := answers[id]
	if v.Missing != questionnaire.Answered {
		return nil
	}
	var chosen []string
	for _, code := range v.Codes {
		if code != "" && !slices.Contains(chosen, code) {
			chosen = append(chosen, code)
		}
	}
	return chosen
}

// other returns the text beside "other", which counts only if other is chosen.
func other(answers questionnaire.Answers, id string) string {
	if !slices.Contains(codes(answers, id), "other") {
		return ""
	}
	return strings.TrimSpace(answers[id].Other)
}

// lines returns one entry per line, without empty and repeated ones.
func lines(answers questionnaire.Answers, id string) []string {
	var entries []string
	for line := range strings.Lines(text(answers, id)) {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" && !slices.Contains(entries, line) {
			entries = append(entries, line)
		}
	}
	return entries
}

// number returns a whole number, 0 if the text is none.
func number(answers questionnaire.Answers, id string) int {
	n, err := strconv.Atoi(text(answers, id))
	if err != nil {
		return 0
	}
	return n
}

func items(answers questionnaire.Answers, id string) []questionnaire.Answers {
	if answers[id].Missing != questionnaire.Answered {
		return nil
	}
	return answers[id].Items
}

// itemID is the shape of the ids that items carry through a browser and back.
var itemID = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)

// ids gives each item of one repeat an id of its own.
type ids struct{ taken map[string]bool }

func newIDs() ids { return ids{taken: map[string]bool{}} }

// of returns the item's id, or a new one if it has none that can be used.
func (s ids) of(item questionnaire.Answers) string {
	id := text(item, questionnaire.ItemID)
	if !itemID.MatchString(id) || s.taken[id] {
		id = secret.ID()
	}
	s.taken[id] = true
	return id
}

// isWebAddress reports whether s is a whole http address.
func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, ".")
}
