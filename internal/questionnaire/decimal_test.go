package questionnaire_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"telaio/internal/questionnaire"
)

func TestParseDecimal_readsNumbersAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]float64{
		"41": 41, "0": 0, "-0": 0, "12,5": 12.5, "12.5": 12.5, "1280.5": 1280.5, "1.280,50": 1280.5, "1,280.50": 1280.5,
		"1 280,5": 1280.5, "1'280": 1280, "1.280": 1280, "12.500": 12500, "0.125": 0.125, "0,125": 0.125, "1,280": 1.28,
		"1.234.567": 1234567, "1,234,567": 1234567, "1.234.567,8": 1234567.8, "−3,5": -3.5, "-3.5": -3.5, " 7 ": 7, "1.2340": 1.234,
		"10 000 000": 1e7,
	} {
		if got, ok := questionnaire.ParseDecimal(typed); !ok || got != want {
			t.Errorf("ParseDecimal(%q) = %v, %v; want %v", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "-", ",", "12,", ".5", "1.28,5", "1,28.5", "12,500.1,2", "1..2", "dodici", "12 %", "1e9", "NaN", "Inf", "1.2.3", "9999999999999999"} {
		if got, ok := questionnaire.ParseDecimal(typed); ok {
			t.Errorf("ParseDecimal(%q) = %v; want no number", typed, got)
		}
	}
}

func TestFormatDecimal_isReadAgainAsTheSameNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.Int64Range(-1e12, 1e12).Draw(t, "digits")) / math.Pow10(rapid.IntRange(0, 6).Draw(t, "decimals"))
		if got, ok := questionnaire.ParseDecimal(questionnaire.FormatDecimal(n)); !ok || got != n {
			t.Errorf("%v is written %q and read %v, %v", n, questionnaire.FormatDecimal(n), got, ok)
		}
	})
	for _, n := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := questionnaire.FormatDecimal(n); got != "" {
			t.Errorf("FormatDecimal(%v) = %q; want nothing", n, got)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"1.280,50", "1,280.50", "0.125", "1.280", "−3", "1 280"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		n, ok := questionnaire.ParseDecimal(typed)
		if !ok {
			return
		}
		if math.IsNaN(n) || math.IsInf(n, 0) {
			t.Errorf("ParseDecimal(%q) = %v", typed, n)
		}
		if again, ok := questionnaire.ParseDecimal(questionnaire.FormatDecimal(n)); !ok || again != n {
			t.Errorf("%q is %v, and then %v", typed, n, again)
		}
	})
}
