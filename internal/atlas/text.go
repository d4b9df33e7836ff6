package atlas

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"telaio/internal/folding"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// SearchText is what the database's full-text index keeps of a published
// organisation: folded words, never more than the public sees.
type SearchText struct {
	OrganisationID string
	Stamp          string // changes when the texts have to be made anew
	Name           string
	Body           string // the words of the name too
}

// The bounds of a search.
const (
	maxWords      = 10
	maxWordBytes  = 40  // of a word that is asked for
	maxTokenBytes = 200 // of a word that is indexed
)

// SearchWords splits a query's text into the words to look for: each one stands
// for every word that begins so. Single letters count only on their own.
func SearchWords(text string) []string {
	var words, letters []string
	for _, w := range folding.Words(text) {
		if w = cut(w, maxWordBytes); len(w) == 1 {
			letters = append(letters, w)
		} else if !contains(words, w) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		words = letters
	}
	return words[:min(len(words), maxWords)]
}

// vocabularyStamp changes when a label does.
func vocabularyStamp(vocabulary taxonomy.Set) string {
	h := fnv.New64a()
	for _, id := range searched() {
		fmt.Fprint(h, vocabulary[id].Terms)
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// searched lists the vocabularies whose labels can be searched for.
func searched() []taxonomy.ID {
	return []taxonomy.ID{
		taxonomy.OrganisationType, taxonomy.TargetGroup, taxonomy.SolidarityForm, taxonomy.Service, taxonomy.Region,
	}
}

// searchTextOf gathers the words under which people may look for o, in every
// language.
func searchTextOf(o organisation.Organisation, vocabulary taxonomy.Set, stamp string) SearchText {
	c := o.Card
	name := words(append([]string{c.Name}, c.OtherNames...))
	body := []string{name, c.TypeOther, c.Target, c.ShortDescription, c.Story}
	body = appendLabels(body, vocabulary, taxonomy.OrganisationType, c.Types)
	body = appendLabels(body, vocabulary, taxonomy.TargetGroup, c.TargetGroups)
	body = appendLabels(body, vocabulary, taxonomy.SolidarityForm, c.Forms())
	body = appendLabels(body, vocabulary, taxonomy.Service, c.Services)
	for _, s := range c.Solidarity {
		body = append(body, s.Practice)
	}
	for _, p := range c.Places {
		body = append(body, p.Name, p.Municipality.Name)
		if p.Municipality.Region != "" {
			body = appendLabels(body, vocabulary, taxonomy.Region, []string{p.Municipality.Region})
		}
	}
	for _, i := range c.Initiatives {
		body = append(body, i.Title, i.Description)
	}
	for _, r := range c.Relations {
		body = append(body, r.Name)
	}
	return SearchText{OrganisationID: o.ID, Stamp: stampOf(o, stamp), Name: name, Body: words(body)}
}

func stampOf(o organisation.Organisation, vocabulary string) string {
	return fmt.Sprintf("%d-%s", o.Revision, vocabulary)
}

func appendLabels(texts []string, vocabulary taxonomy.Set, id taxonomy.ID, codes []string) []string {
	for _, code := range codes {
		for _, language := range i18n.Languages() {
			texts = append(texts, vocabulary.Label(id, code, string(language)))
		}
	}
	return texts
}

// words folds texts into one line of words, none of them too long to index.
func words(texts []string) string {
	folded := folding.Fold(strings.Join(texts, " "))
	long := false
	for w := range strings.FieldsSeq(folded) {
		long = long || len(w) > maxTokenBytes
	}
	if !long {
		return folded
	}
	var kept []string
	for w := range strings.FieldsSeq(folded) {
		kept = append(kept, cut(w, maxTokenBytes))
	}
	return strings.Join(kept, " ")
}
