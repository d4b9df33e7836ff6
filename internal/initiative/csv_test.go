package initiative_test

import (
	"math"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// measured is the example with two measurements.
func (w *world) measured() initiative.Sheeted {
	w.Helper()
	i := w.example(w.begun("Sportello"))
	i = w.measure(i, "contracts", url.Values{"measured": {"38,5"}, "measured_date": {"1/2/2026"}, "n_asked": {"30"}, "n_answered": {"24"}, "evidence": {"e2"}, "note": {"=somma(A1)"}})
	return w.measure(i, "days", url.Values{"measured": {"1.234,5"}, "measured_date": {"1/3/2026"}, "evidence_source": {"https://example.org/dati"}})
}

func outcomes(r initiative.Report) []initiative.Outcome {
	var list []initiative.Outcome
	for _, row := range r.Rows {
		list = append(list, row.Outcome)
	}
	return list
}

func TestWriteCSV_isReadAgainWithoutAChange(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.measured()
		for _, language := range i18n.Languages() {
			file, err := w.use.WriteCSV(i, language)
			if err != nil {
				t.Fatal(err)
			}
			testkit.Golden(t, "measurements."+string(language)+".csv", string(file))
			r, err := w.use.ImportCSV(t.Context(), w.ada, i, file)
			if err != nil || r.Count(initiative.Unchanged) != 2 || len(r.Rows) != 2 {
				t.Errorf("%s: %v, %v; want two rows that change nothing", language, outcomes(r), err)
			}
		}
		if rows, _ := s.Measurements(t.Context(), i.ID); len(rows) != 2 {
			t.Errorf("%d rows are stored; want 2", len(rows))
		}
	})
}

func TestReadCSV_takesWhatSpreadsheetsWrite(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.measured()
	utf16le := func(s string) []byte {
		raw := []byte{0xff, 0xfe}
		for _, unit := range utf16.Encode([]rune(s)) {
			raw = append(raw, byte(unit), byte(unit>>8))
		}
		return raw
	}
	windows, err := charmap.Windows1252.NewEncoder().String("Indicatore;Giorno;Valore;Nota\nGiorni medi di attesa;2/3/2026;36;è più breve\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"semicolons":         []byte("Indicatore;Giorno;Valore\nGiorni medi di attesa;2/3/2026;36,0\n"),
		"commas and English": []byte("\ufeffindicator,day,value\r\n\"Giorni medi di attesa\",2026-03-02,36\r\n"),
		"pasted tabs":        []byte("Valore\tGiorno\tIndicatore\n36 giorni\t02-03-2026\tgiorni  medi di ATTESA\n\n"),
		"sep line":           []byte("sep=|\nINDICATORE|giorno|valore|\nGiorni medi di attesa|2.3.2026 00:00|36|\n"),
		"UTF-16":             utf16le("Indicatore\tGiorno\tValore\nGiorni medi di attesa\t2/3/2026\t36\n"),
		"Windows-1252":       []byte(windows),
		"other columns":      []byte("Note interne;Indicatore;Giorno;Valore\nbah;Giorni medi di attesa;2/3/2026;36\n"),
	} {
		r := w.use.ReadCSV(i, file)
		if diff := cmp.Diff([]initiative.Outcome{initiative.Added}, outcomes(r)); diff != "" || r.Problem.Key != "" {
			t.Errorf("%s: %s %+v", name, diff, r)
			continue
		}
		if m := r.Rows[0].Measured; m.Value != 36 || m.On != "2026-03-02" || m.Method != "interview" {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if note := w.use.ReadCSV(i, []byte(windows)).Rows[0].Measured.Note; note != "è più breve" {
		t.Errorf("accents of Windows-1252: %q", note)
	}
}

func TestReadCSV_saysWhatToMendRowByRow(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.measured()
	file := strings.Join([]string{
		"Indicatore;Giorno;Valore;Persone a cui avete chiesto;Persone che hanno risposto;Come",
		"Giorni medi di attesa;2/3/2026;36;;;Con interviste",
		"Giorni medi di attesa;2/3/2026;37;;;",
		"Soddisfazione;2/3/2026;8;;;",
		"Persone che usano un contratto scritto;2/3/2026;140;;;",
		"Persone che usano un contratto scritto;boh;40;;;",
		"Persone che usano un contratto scritto;3/3/2026;40;10;11;",
		"Persone che usano un contratto scritto;4/3/2026;;;;a occhio",
		"Persone che usano un contratto scritto;1/2/2026;39;30;24;",
		";4/3/2026;1;;;",
		"Persone che usano un contratto scritto;1/1/2027;39;;;",
	}, "\n")
	r := w.use.ReadCSV(i, []byte(file))
	var got []string
	for _, row := range r.Rows {
		said := string(row.Outcome)
		for _, p := range row.Problems {
			said += " " + p.Key
		}
		got = append(got, said)
	}
	want := []string{
		"added", "wrong initiative.csv_problem.twice", "wrong initiative.csv_problem.unknown", "wrong initiative.check.percentage",
		"wrong question.date", "wrong initiative.check.answered", "wrong question.required_own question.choose_listed", "changed",
		"wrong initiative.csv_problem.nameless", "wrong initiative.check.future",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Rows[2].Line != 4 {
		t.Errorf("the third row is on line %d; want 4", r.Rows[2].Line)
	}
	if changed := r.Rows[7]; changed.Before.Value != 38.5 || changed.Measured.Value != 39 || changed.Measured.Note != "=somma(A1)" {
		t.Errorf("%+v: want what the file has no column for left as it is", changed.Measured)
	}
	if _, err := w.use.ImportCSV(t.Context(), w.ada, i, []byte(file)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("ImportCSV = %v; want it refused", err)
	}
	if rows, _ := w.store.Measurements(t.Context(), i.ID); len(rows) != 2 {
		t.Errorf("%d rows are stored; want 2: nothing is half applied", len(rows))
	}
}

func TestReadCSV_refusesWhatIsNoTable(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.measured()
	for file, want := range map[string]string{
		"":                             "initiative.csv_problem.empty",
		" \n\n":                        "initiative.csv_problem.empty", //nolint:gocritic // a file of nothing but blanks
		"ciao":                         "initiative.csv_problem.columns",
		"Indicatore;Valore\nGiorni;3":  "initiative.csv_problem.columns",
		"Indicatore;Giorno;Valore\n":   "initiative.csv_problem.no_rows",
		strings.Repeat("x", 512<<10+1): "initiative.csv_problem.too_long",
		"Indicatore;Giorno;Valore" + strings.Repeat("\nA;2/3/2026;3", 2001): "initiative.csv_problem.too_many_rows",
	} {
		if r := w.use.ReadCSV(i, []byte(file)); r.Problem.Key != want || r.Clean() {
			t.Errorf("%.30q: %q; want %q", file, r.Problem.Key, want)
		}
	}
}

func TestImportCSV_addsAndCorrectsAtOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.measured()
		file := []byte("Indicatore;Giorno;Valore\nGiorni medi di attesa;1/3/2026;1.200\nGiorni medi di attesa;2/3/2026;36\n")
		r, err := w.use.ImportCSV(t.Context(), w.ada, i, file)
		if err != nil || r.Count(initiative.Added) != 1 || r.Count(initiative.Changed) != 1 {
			t.Fatalf("%v, %v; want one added, one changed", outcomes(r), err)
		}
		got := w.find(i.ID).Content.Indicators[1].Measurements
		if len(got) != 2 || got[0].Value != 1200 || got[0].Source != "https://example.org/dati" || got[1].Value != 36 {
			t.Errorf("measurements %+v", got)
		}
		if _, err := w.use.ImportCSV(t.Context(), w.bruno, i, file); fault.KindOf(err) != fault.Denied {
			t.Errorf("ImportCSV by somebody else = %v; want denied", err)
		}
	})
}

// aNumber is a cell that a spreadsheet takes for what it says.
var aNumber = regexp.MustCompile(`^-[0-9]+(e[0-9]+)?$`)

// TestWriteCSV_noCellIsAFormula writes any note and reads it again.
func TestWriteCSV_noCellIsAFormula(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.measured()
	rapid.Check(t, func(r *rapid.T) {
		note := rapid.StringMatching(`['=+@|%-]{0,3}[a-z 0-9;,"]{0,8}`).Draw(r, "note")
		m := i.Content.Indicators[0].Measurements[0]
		m.Note = strings.TrimSpace(note)
		changed := i
		changed.Content.Indicators = []initiative.Indicator{i.Content.Indicators[0]}
		changed.Content.Indicators[0].Measurements = []initiative.Measurement{m}
		file, err := w.use.WriteCSV(changed, i18n.Italian)
		if err != nil {
			r.Fatal(err)
		}
		for _, cell := range strings.Split(strings.Split(string(file), "\r\n")[1], ";")[4:] {
			if bare := strings.Trim(cell, `"`); bare != "" && strings.ContainsAny(bare[:1], "=+-@") && !aNumber.MatchString(bare) {
				r.Errorf("%q is a formula", cell)
			}
		}
		got := w.use.ReadCSV(changed, file)
		if len(got.Rows) != 1 || got.Rows[0].Outcome != initiative.Unchanged {
			r.Errorf("%q comes back as %+v", m.Note, got.Rows)
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	use := initiative.UseCases{Sheets: sheets(f, testkit.Library(f)), Clock: &clock.Fixed{T: testkit.Day()}, Zone: time.UTC}
	s := use.Blank("own")
	s.ID = "one"
	s.Content.Indicators = []initiative.Indicator{{ID: "days", Name: "Giorni", Unit: "giorni", Method: "interview"}}
	for _, seed := range []string{
		"Indicatore;Giorno;Valore\nGiorni;2/3/2026;36,5\n", "sep=,\nindicator,day,value,note\nGiorni,2026-03-02,1e3,\"a\nb\"\n",
		"\xff\xfeI\x00", "Indicatore\tGiorno\tValore\tProva\nGiorni\t1/1/2026\t-3\tE2", "\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := use.ReadCSV(s, raw)
		for _, row := range r.Rows {
			if row.Outcome == initiative.Wrong == (len(row.Problems) == 0) {
				t.Errorf("%+v: a wrong row says what to mend, a good one has nothing to mend", row)
			}
			if row.Outcome != initiative.Wrong && (math.IsNaN(row.Measured.Value) || row.Measured.On == "" || row.Indicator.ID != "days") {
				t.Errorf("taken: %+v", row.Measured)
			}
		}
		if r.Problem.Key == "" && len(r.Rows) == 0 {
			t.Error("neither rows nor a reason")
		}
		if again := use.ReadCSV(s, []byte(r.Text)); len(again.Rows) != len(r.Rows) || again.Clean() != r.Clean() {
			t.Errorf("what was shown is read otherwise: %+v, %+v", r, again)
		}
	})
}
