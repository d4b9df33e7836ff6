// Package kitstudy is the researchers' view of all self-assessments together,
// and where they take the data of those that allow it.
package kitstudy

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/benchmark"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/kitstudy"
	"telaio/internal/web/shell"
)

// UseCases are what a researcher can do.
type UseCases interface {
	Figures(ctx context.Context, who account.Subject) (kitstudy.Figures, error)
	Export(ctx context.Context, who account.Subject, format string) (kitstudy.Export, error)
}

// Pages are the routes of this group.
type Pages struct {
	UseCases UseCases
	// Group says whom a comparison group is made of.
	Group func(language i18n.Language, g benchmark.Group) string
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{Name: "desk-kit", Method: http.MethodGet, Paths: shell.Only("/redazione/kit"), Action: account.StudyKit, Handle: p.show},
		{Name: "desk-kit-export", Method: http.MethodPost, Paths: shell.Only("/redazione/kit/esportazione"), Action: account.ExportResearch, Handle: p.export},
	}
}

// page is what the dashboard shows.
type page struct {
	kitstudy.Figures
	Groups []group
}

// group is a comparison group with what is published of it, by dimension.
type group struct {
	Name    string
	Figures map[string]kit.Benchmark
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	figures, err := p.UseCases.Figures(r.Context(), v.Subject)
	if err != nil {
		return err
	}
	made := page{Figures: figures}
	at := map[benchmark.Group]int{}
	for _, s := range figures.Groups {
		i, ok := at[s.Group]
		if !ok {
			i = len(made.Groups)
			at[s.Group] = i
			made.Groups = append(made.Groups, group{p.Group(v.Language, s.Group), map[string]kit.Benchmark{}})
		}
		made.Groups[i].Figures[s.Dimension] = s.Figures
	}
	return shell.Render(w, r, http.StatusOK, view(v, made))
}

func (p Pages) export(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	format := "zip"
	if r.PostFormValue("format") == "json" {
		format = "json"
	}
	made, err := p.UseCases.Export(r.Context(), v.Subject, format)
	if err != nil {
		return err
	}
	write, media := made.Zip, "application/zip"
	if format == "json" {
		write, media = made.JSON, "application/json"
	}
	header := w.Header()
	header.Set("Content-Type", media)
	header.Set("Cache-Control", "private, no-store")
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.%s"`, v.T("study.file"), made.MadeAt, format))
	return write(w)
}

// mostItems is how many items the figure of divergence has; the table has all.
const mostItems = 10

// divergent are the items with the greatest divergence that may be told.
func (p page) divergent() []kitstudy.Item {
	list := slices.DeleteFunc(slices.Clone(p.Items), func(i kitstudy.Item) bool { return i.Divergence == nil })
	return list[:min(mostItems, len(list))]
}

// finding is the title of the figure of divergence: its first item.
func (p page) finding(v *shell.Visit) string {
	return v.T("study.divergence_finding", i18n.Args{"Item": p.divergent()[0].Text.In(string(v.Language))})
}

// count is a cell in words.
func count(v *shell.Visit, c kitstudy.Cell) string {
	switch c.Kept {
	case kitstudy.Few:
		return "<5"
	case kitstudy.Complement:
		return "×"
	default:
		return v.Number(c.N)
	}
}

func kept(cells ...[]kitstudy.Cell) bool {
	return slices.ContainsFunc(slices.Concat(cells...), func(c kitstudy.Cell) bool { return c.Kept != kitstudy.Shown })
}

// median and quartiles are a group's figures in words, "" where they are kept
// back.
func median(v *shell.Visit, b kit.Benchmark) string {
	if b.Gate == kit.GateHidden || b.Gate == "" {
		return ""
	}
	return v.Decimal(b.Median, 1)
}

func quartiles(v *shell.Visit, b kit.Benchmark) string {
	if b.Gate != kit.GateQuartiles && b.Gate != kit.GatePosition {
		return ""
	}
	return v.Decimal(b.Q1, 1) + "–" + v.Decimal(b.Q3, 1)
}

// orKept is the text, or the sign that it is kept back.
func orKept(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func estimate(v *shell.Visit, e *kitstudy.Estimate) string {
	if e == nil {
		return ""
	}
	return v.Decimal(e.At, 2) + " (" + v.Decimal(e.Value.Low, 2) + "–" + v.Decimal(e.Value.High, 2) + ")"
}

func decimal(v *shell.Visit, x *float64) string {
	if x == nil {
		return ""
	}
	return v.Decimal(*x, 2)
}

func icc(v *shell.Visit, c *kit.ICC) string {
	if c == nil {
		return ""
	}
	return v.Decimal(c.Single, 2) + " (" + v.Decimal(c.CI.Low, 2) + "–" + v.Decimal(c.CI.High, 2) + ")"
}

// across is a level's place on the scale from 0 to 4, in percent of the width.
func across(level float64) string {
	return strconv.FormatFloat(2+24*level, 'f', 1, 64) + "%"
}

// width is a stretch of the same scale.
func width(from, to float64) string { return strconv.FormatFloat(24*(to-from), 'f', 1, 64) + "%" }

func describe(v *shell.Visit, d kitstudy.Dimension) string {
	parts := []string{v.T("study.median") + " " + orKept(median(v, d.Values))}
	if q := quartiles(v, d.Values); q != "" {
		parts = append(parts, v.T("study.quartiles")+" "+q)
	}
	return strings.Join(parts, ", ") + "."
}
