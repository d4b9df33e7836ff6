// Package bench measures the speed and memory of the real program: it fills a
// database with generated organisations, starts the program as a process of
// its own, loads it over loopback and compares the processor time per request
// with that of a control that writes a page from memory in the same run.
package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// generator draws organisations. The same seed gives the same ones, and the
// first n are the same at every size.
type generator struct {
	random     *rand.Rand
	taxonomies taxonomy.Set
	words      []string
	wordRank   []float64
	townRank   []float64
	towns      []town
}

func newGenerator(taxonomies taxonomy.Set) *generator {
	g := &generator{random: rand.New(rand.NewPCG(20240131, 4)), taxonomies: taxonomies, words: vocabulary(vocabularySize), towns: towns()}
	g.wordRank = zipf(len(g.words), 1)
	total := 0.0
	for _, t := range g.towns {
		total += t.population
		g.townRank = append(g.townRank, total)
	}
	for i := range g.townRank {
		g.townRank[i] /= total
	}
	return g
}

// vocabularySize is how many words the generated texts are made of.
const vocabularySize = 15_000

// vocabulary extends the common words with made-up ones, so that an index has
// the long tail of a real language.
func vocabulary(n int) []string {
	syllables := strings.Fields("ba be bi bo ca ce ci co da de di do fa fe fi fo ga ge gi go la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za zo gna sco bra tre stra pro con per")
	random := rand.New(rand.NewPCG(7, 7))
	words := commonWords()
	seen := map[string]bool{}
	for len(words) < n {
		var word strings.Builder
		for range 3 + random.IntN(3) {
			word.WriteString(syllables[random.IntN(len(syllables))])
		}
		if !seen[word.String()] {
			seen[word.String()] = true
			words = append(words, word.String())
		}
	}
	return words
}

// zipf returns the cumulative weights of ranks 1…n, each 1/rank^exponent.
func zipf(n int, exponent float64) []float64 {
	weights := make([]float64, n)
	total := 0.0
	for i := range weights {
		total += 1 / math.Pow(float64(i+1), exponent)
		weights[i] = total
	}
	for i := range weights {
		weights[i] /= total
	}
	return weights
}

func (g *generator) draw(cumulative []float64) int {
	x := g.random.Float64()
	low, high := 0, len(cumulative)-1
	for low < high {
		middle := (low + high) / 2
		if cumulative[middle] < x {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func pick(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

// codes draws 1…most different terms of a taxonomy, the first ones more often.
func (g *generator) codes(id taxonomy.ID, most int) []string {
	terms := g.taxonomies[id].Terms
	weights := zipf(len(terms), 1.1)
	var codes []string
	seen := map[int]bool{}
	for want := 1 + g.random.IntN(min(most, len(terms))); len(codes) < want; {
		if i := g.draw(weights); !seen[i] {
			seen[i] = true
			codes = append(codes, terms[i].Code)
		}
	}
	return codes
}

// text writes n words in sentences and paragraphs.
func (g *generator) text(n int) string {
	var b strings.Builder
	left, start := 6+g.random.IntN(14), true
	for i := range n {
		word := g.words[g.draw(g.wordRank)]
		if start {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
		left--
		start = left == 0
		switch {
		case i == n-1:
			b.WriteByte('.')
		case start && g.random.IntN(5) == 0:
			b.WriteString(".\n\n")
		case start:
			b.WriteString(". ")
		default:
			b.WriteByte(' ')
		}
		if start {
			left = 6 + g.random.IntN(14)
		}
	}
	return b.String()
}

// line writes n words on one line, as an answer of one line is.
func (g *generator) line(n int) string { return strings.Join(strings.Fields(g.text(n)), " ") }

// mostShort is how many characters the form takes for a short description.
const mostShort = 280

// short writes n words, or as many as a short description may have.
func (g *generator) short(n int) string {
	text := g.text(n)
	if len(text) <= mostShort { // the words are plain ASCII
		return text
	}
	text = text[:mostShort-1]
	return strings.TrimRight(text[:strings.LastIndexAny(text, " \n")], " .\n") + "."
}

// organisation returns the n-th generated organisation, published at the time.
func (g *generator) organisation(n int, at time.Time) (organisation.Organisation, organisation.Revision, []organisation.ExactPlace) {
	where := g.towns[g.draw(g.townRank)]
	name := pick(g.random, firstNames()) + " " + pick(g.random, secondNames())
	if g.random.IntN(3) > 0 {
		name += " " + pick(g.random, lastNames())
	}
	if g.random.IntN(4) == 0 {
		name += " " + where.name
	}
	place := organisation.ExactPlace{
		ID: fmt.Sprintf("place%d", n), Kind: "seat", Publicity: organisation.PublicityExact,
		Address: fmt.Sprintf("Via %s %d", pick(g.random, lastNames()), 1+g.random.IntN(180)),
		Municipality: organisation.Municipality{
			Code: "it-" + strings.ToLower(strings.ReplaceAll(where.name, " ", "-")), Name: where.name, Region: where.region, Country: "IT", Lat: where.lat, Lon: where.lon,
		},
		Lat: where.lat + g.random.NormFloat64()*0.04, Lon: where.lon + g.random.NormFloat64()*0.05,
	}
	card := organisation.Card{
		Name: name, Types: g.codes(taxonomy.OrganisationType, 2), LegalStatus: "formal", Year: 1945 + g.random.IntN(80),
		Target: g.line(8), TargetGroups: g.codes(taxonomy.TargetGroup, 3), Services: g.codes(taxonomy.Service, 4),
		Places:           organisation.PublicPlaces([]organisation.ExactPlace{place}),
		Contacts:         organisation.Contacts{Email: fmt.Sprintf("info@org%d.example", n), Website: fmt.Sprintf("https://org%d.example/", n)},
		ShortDescription: g.short(18 + g.random.IntN(12)), Story: g.text(150 + g.random.IntN(251)), Source: "team",
	}
	if n%500 == 7 {
		card.Story += " Tra le attività anche un corso di " + rareWord + "."
	}
	for _, form := range g.codes(taxonomy.SolidarityForm, 3) {
		card.Solidarity = append(card.Solidarity, organisation.Solidarity{Form: form, Practice: g.text(12)})
	}
	for i := range g.random.IntN(3) {
		card.Initiatives = append(card.Initiatives, organisation.Initiative{ID: fmt.Sprintf("i%d-%d", n, i), Title: g.text(4), Description: g.text(30), Forms: card.Forms()[:1]})
	}
	o := organisation.Organisation{ID: fmt.Sprintf("bench%08d", n), Slug: slugOf(n), Example: true, CreatedAt: at}
	o, revision := organisation.Publish(o, card, at.Add(-time.Duration(n)*time.Minute))
	return o, revision, []organisation.ExactPlace{place}
}

// rareWord is in the story of one organisation in 500 and nowhere else: 20 of
// 10,000, so that a search for it fills just one page.
const rareWord = "xilofono"

// slugOf is the slug of the n-th generated organisation.
func slugOf(n int) string { return fmt.Sprintf("organizzazione-%d", n) }
