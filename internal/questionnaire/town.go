package questionnaire

import (
	"slices"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/folding"
)

// Resolve returns the answers with the gazetteer code of each municipality
// whose typed name stands for one town only. Names that stand for several, or
// for none, are left for Check to ask about.
func (d *Definition) Resolve(questions []Question, answers Answers, towns Gazetteer) Answers {
	resolved := Answers{}
	for id, v := range answers {
		resolved[id] = v
	}
	for _, q := range questions {
		v, ok := resolved[q.ID]
		switch {
		case !ok:
		case q.Type == Municipality:
			resolved[q.ID] = withTown(v, towns)
		case q.Type == Repeat:
			items := make([]Answers, len(v.Items))
			for i, item := range v.Items {
				items[i] = d.Resolve(q.Questions, item, towns)
			}
			v.Items = items
			resolved[q.ID] = v
		}
	}
	return resolved
}

func withTown(v Value, towns Gazetteer) Value {
	town, ok, _ := townOf(v, towns)
	if !ok {
		return v
	}
	v.Text, v.Codes = town.Label, []string{town.Code}
	return v
}

// shortestBeginning is how many letters of a name stand for the only town that
// begins so.
const shortestBeginning = 4

// townOf returns the one town that the answer stands for. If there is none,
// many tells whether there are several to choose from.
func townOf(v Value, towns Gazetteer) (town Town, ok, many bool) {
	if towns == nil {
		return Town{}, false, false
	}
	if len(v.Codes) == 1 {
		chosen, known := towns.Town(v.Codes[0])
		if known && (v.Text == "" || namesTown(v.Text, chosen.Label)) {
			return chosen, true, false
		}
	}
	if v.Text == "" {
		return Town{}, false, false
	}
	candidates := towns.Towns(v.Text)
	for _, candidate := range candidates {
		if slices.Contains(v.Codes, candidate.Code) {
			return candidate, true, false // chosen among those that were offered
		}
	}
	if town, ok, many = named(v.Text, candidates); ok || many {
		return town, ok, many
	}
	if len(candidates) == 1 && len(v.Text) >= shortestBeginning {
		return candidates[0], true, false // by another of its names, or its beginning
	}
	return Town{}, false, len(candidates) > 0
}

// named returns the one candidate of which typed is a whole name. Of several,
// the only one at home is meant: "Roma" is not the village in Sweden.
func named(typed string, candidates []Town) (town Town, ok, many bool) {
	var all, home []Town
	for _, candidate := range candidates {
		if candidate.Named || namesTown(typed, candidate.Label) {
			all = append(all, candidate)
			if candidate.Home {
				home = append(home, candidate)
			}
		}
	}
	switch {
	case len(all) == 1:
		return all[0], true, false
	case len(home) == 1:
		return home[0], true, false
	}
	return Town{}, false, len(all) > 1
}

func (c *checking) town(v Value) fault.Message {
	_, ok, many := townOf(v, c.towns)
	switch {
	case ok:
		return fault.Message{}
	case many:
		return message("question.town_choose")
	}
	return message("question.town_unknown")
}

// namesTown reports whether what was typed is the whole name of the town,
// with or without what tells it from others: "forli" names "Forlì (FC)".
func namesTown(typed, label string) bool {
	name, _, _ := strings.Cut(label, " (")
	t := folding.Fold(typed)
	return t == folding.Fold(name) || t == folding.Fold(label)
}
