package kitstudy

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"telaio/internal/inert"
)

// Zip writes the data, the codebook and the reliability as a table each, with
// the JSON beside them.
func (e Export) Zip(w io.Writer) error {
	archive := zip.NewWriter(w)
	for _, file := range []struct {
		name string
		rows [][]string
	}{{"data.csv", e.table()}, {"codebook.csv", e.codebook()}, {"reliability.csv", e.figures()}} {
		to, err := archive.Create(file.name)
		if err != nil {
			return fmt.Errorf("write %s: %w", file.name, err)
		}
		if err := writeTable(to, file.rows); err != nil {
			return fmt.Errorf("write %s: %w", file.name, err)
		}
	}
	to, err := archive.Create("export.json")
	if err != nil {
		return fmt.Errorf("write export.json: %w", err)
	}
	if err := e.JSON(to); err != nil {
		return err
	}
	return archive.Close()
}

func writeTable(w io.Writer, rows [][]string) error {
	var body bytes.Buffer
	body.WriteString("\ufeff") // spreadsheets then read it as UTF-8
	table := csv.NewWriter(&body)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = inert.Cell(cell)
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	_, err := body.WriteTo(w)
	return err
}

// fixed are the columns that stand before the values.
func fixed() []Column {
	return []Column{
		{"organisation", "Codice dell'organizzazione, nuovo a ogni esportazione", "Code of the organisation, new in each export", "text"},
		{"wave", "Numero d'ordine dell'autovalutazione nell'organizzazione", "Number of the self-assessment within the organisation", "1–"},
		{"kit", "Versione del kit", "Version of the kit", "text"},
		{"mode", "Modalità delle risposte", "Mode of answering", "named, confidential, collective"},
		{"year", "Anno di chiusura", "Year of closing", "year"},
		{"respondents", "Persone che hanno risposto", "People who answered", "1–"},
	}
}

func (e Export) table() [][]string {
	var head []string
	for _, c := range slices.Concat(fixed(), e.Columns) {
		head = append(head, c.Name)
	}
	rows := [][]string{head}
	for _, r := range e.Records {
		row := []string{r.Organisation, strconv.Itoa(r.Wave), r.Kit, r.Mode, strconv.Itoa(r.Year), strconv.Itoa(r.Respondents)}
		for _, c := range e.Columns {
			row = append(row, number(r.Values[c.Name]))
		}
		rows = append(rows, row)
	}
	return rows
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func (e Export) codebook() [][]string {
	rows := [][]string{{"name", "it", "en", "values"}}
	for _, c := range slices.Concat(fixed(), e.Columns) {
		rows = append(rows, []string{c.Name, c.It, c.En, c.Values})
	}
	for _, m := range []Column{
		{"-98", "Nessun valore: nessuno lo sa o hanno risposto in poche persone", "No value: nobody knows or too few answered", "missing"},
		{"-97", "Voce non presente in quella versione, o con un altro significato", "Item not in that version, or with another meaning", "missing"},
		{"-96", "Non riguarda l'organizzazione", "Does not apply to the organisation", "missing"},
		{"-95", "Non mostrato: troppo poche persone", "Kept back: too few people", "missing"},
	} {
		rows = append(rows, []string{m.Name, m.It, m.En, m.Values})
	}
	return rows
}

// cells are the figure and its interval, empty for none.
func (e *Estimate) cells() []string {
	if e == nil {
		return []string{"", "", ""}
	}
	return []string{number(e.At), number(e.Value.Low), number(e.Value.High)}
}

// cell is a number, empty for none.
func cell(x *float64) string {
	if x == nil {
		return ""
	}
	return number(*x)
}

func (e Export) figures() [][]string {
	rows := [][]string{{"id", "n", "alpha", "alpha_low", "alpha_high", "omega", "omega_low", "omega_high", "icc1", "icc1_low", "icc1_high", "icc1k", "median_rwg", "publishes_means"}}
	for _, r := range e.Reliability {
		row := []string{r.ID, strconv.Itoa(r.N)}
		row = append(row, r.Alpha.cells()...)
		row = append(row, r.Omega.cells()...)
		low, high := (*float64)(nil), (*float64)(nil)
		if r.ICCInterval != nil {
			low, high = &r.ICCInterval[0], &r.ICCInterval[1]
		}
		row = append(row, cell(r.ICC), cell(low), cell(high), cell(r.ICCMean), cell(r.MedianRWG), strconv.FormatBool(r.PublishesMean))
		rows = append(rows, row)
	}
	return rows
}
