package kitstudy

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/benchmark"
	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/secret"
)

// ExportFormat names the shape of an export.
const ExportFormat = "telaio-kit-export/2"

// The reasons for a value that is not there.
const (
	NoValue  = -98 // nobody knows, or too few answered
	NotAsked = -97 // the item is not in that version of the kit, or means something else there
	NotOurs  = -96 // it does not apply to the organisation
	KeptBack = -95 // too few people answered for it to be told
)

// Export is item-level data of organisations that allow research. It holds no
// name, no text and nothing that says where or what an organisation is.
type Export struct {
	Format        string        `json:"format"`
	MadeAt        string        `json:"made_at"` // a day
	Kit           string        `json:"kit"`
	Organisations int           `json:"organisations"`
	Columns       []Column      `json:"codebook"`
	Records       []Record      `json:"records"`
	Reliability   []Reliability `json:"reliability"`
}

// Column is one variable of the codebook.
type Column struct {
	Name   string `json:"name"`
	It     string `json:"it"`
	En     string `json:"en"`
	Values string `json:"values"`
}

// Record is one closed cycle. The organisation's code is new in each export, so
// that two exports cannot be joined.
type Record struct {
	Organisation string             `json:"organisation"`
	Wave         int                `json:"wave"` // 1 is the organisation's first cycle in the export
	Kit          string             `json:"kit"`
	Mode         string             `json:"mode"`
	Year         int                `json:"year"` // in which it was closed
	Respondents  int                `json:"respondents"`
	Values       map[string]float64 `json:"values"` // by column
}

// Reliability is what can be said of how well a dimension or an item is
// measured. What too few organisations allow is null.
type Reliability struct {
	ID            string      `json:"id"`
	N             int         `json:"n"`
	Alpha         *Estimate   `json:"alpha"`
	Omega         *Estimate   `json:"omega"`
	ICC           *float64    `json:"icc1"`
	ICCMean       *float64    `json:"icc1k"`
	ICCInterval   *[2]float64 `json:"icc1_ci"`
	MedianRWG     *float64    `json:"median_rwg"`
	PublishesMean bool        `json:"publishes_means"`
}

// Export makes the export and leaves an audit row. With fewer than five
// organisations there is none.
func (u UseCases) Export(ctx context.Context, who account.Subject, format string) (Export, error) {
	if !account.Can(who, account.ExportResearch, account.Object{}) {
		return Export{}, fault.New(fault.Denied, "error.denied")
	}
	if _, err := u.Scorer.ScoreClosed(ctx); err != nil {
		return Export{}, fmt.Errorf("score the closed cycles: %w", err)
	}
	scores, err := u.Store.ResearchScores(ctx)
	if err != nil {
		return Export{}, fmt.Errorf("read the scores: %w", err)
	}
	now := u.Clock.Now()
	e := MakeExport(u.Kit, scores, secret.Token(), now)
	if e.Organisations < Least {
		return Export{}, fault.New(fault.Conflict, "study.too_few")
	}
	err = u.Store.AppendAudit(ctx, audit.Entry{
		At: now, Actor: who.PersonID, Action: "research.exported", Object: "research:kit",
		Details: map[string]string{"format": format, "organisations": strconv.Itoa(e.Organisations), "records": strconv.Itoa(len(e.Records))},
	})
	if err != nil {
		return Export{}, fmt.Errorf("record an export: %w", err)
	}
	return e, nil
}

// MakeExport puts scores into an export. The salt makes the organisations'
// codes.
func MakeExport(k *kit.Kit, scores []benchmark.Score, salt string, at time.Time) Export {
	e := Export{Format: ExportFormat, MadeAt: at.UTC().Format(time.DateOnly), Kit: k.Reference(), Columns: columns(k)}
	ordered := slices.SortedFunc(slices.Values(scores), func(a, b benchmark.Score) int {
		return cmp.Or(strings.Compare(codeOf(a.OrganisationID, salt), codeOf(b.OrganisationID, salt)), a.ClosedAt.Compare(b.ClosedAt))
	})
	waves := map[string]int{}
	for _, s := range ordered {
		code := codeOf(s.OrganisationID, salt)
		waves[code]++
		r := Record{code, waves[code], s.Kit, s.Mode, s.ClosedAt.UTC().Year(), s.Respondents, map[string]float64{}}
		for _, d := range k.Dimensions {
			r.dimension(d, s)
			for _, i := range d.Items {
				r.item(k, i, s)
			}
		}
		e.Records = append(e.Records, r)
	}
	e.Organisations = len(waves)
	e.Reliability = reliability(Describe(k, scores))
	return e
}

func codeOf(organisationID, salt string) string {
	sum := sha256.Sum256([]byte(salt + "|" + organisationID))
	return "o" + hex.EncodeToString(sum[:5])
}

func (r Record) dimension(d kit.Dimension, s benchmark.Score) {
	value, ok := s.Dimensions[d.ID]
	switch {
	case !ok:
		r.Values[d.ID] = NoValue
	case value.Meaning != benchmark.Meaning(d):
		r.Values[d.ID] = NotAsked
	default:
		r.Values[d.ID] = value.Value
	}
}

func (r Record) item(k *kit.Kit, i kit.Item, s benchmark.Score) {
	score, ok := s.Items[i.ID]
	value, deviation := float64(NoValue), float64(KeptBack)
	switch {
	case !ok || score.Meaning != i.MeaningVersion:
		value = NotAsked
	case score.NA:
		value = NotOurs
	case score.Official != nil:
		value = *score.Official
	}
	if score.AD != nil && k.Rules.ShowsDistribution(kit.Mode(r.Mode), score.N) {
		deviation = *score.AD
	}
	r.Values[i.ID], r.Values[i.ID+"_n"], r.Values[i.ID+"_ad"] = value, float64(score.N), deviation
}

// columns is the codebook of the values.
func columns(k *kit.Kit) []Column {
	const level = "0–4; -98, -97, -96"
	var list []Column
	for _, d := range k.Dimensions {
		list = append(list, Column{d.ID, "Media dei livelli: " + d.Title.It, "Mean of the levels: " + d.Title.En, level})
		for _, i := range d.Items {
			list = append(list,
				Column{i.ID, i.Text.It, i.Text.En, level},
				Column{i.ID + "_n", "Persone che hanno dato un livello a " + i.ID, "People who gave a level to " + i.ID, "0–"},
				Column{i.ID + "_ad", "Scarto medio dalla mediana in " + i.ID, "Average deviation about the median in " + i.ID, "0–2; -95"})
		}
	}
	return list
}

func reliability(f Figures) []Reliability {
	var list []Reliability
	for _, d := range f.Dimensions {
		list = append(list, Reliability{ID: d.ID, N: d.Values.N, Alpha: d.Alpha, Omega: d.Omega})
	}
	items := slices.SortedFunc(slices.Values(f.Items), func(a, b Item) int { return strings.Compare(a.ID, b.ID) })
	for _, i := range items {
		r := Reliability{ID: i.ID, N: i.Levels.N, MedianRWG: i.MedianRWG, PublishesMean: i.PublishesMean}
		if i.ICC != nil {
			r.ICC, r.ICCMean, r.ICCInterval = &i.ICC.Single, &i.ICC.Mean, &[2]float64{i.ICC.CI.Low, i.ICC.CI.High}
		}
		list = append(list, r)
	}
	return list
}

// JSON writes everything into one file.
func (e Export) JSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(e); err != nil {
		return fmt.Errorf("write an export: %w", err)
	}
	return nil
}
