package kit_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"telaio/internal/kit"
)

// near is the tolerance of the goldens of the method.
const near = 1e-4

func TestAttainment_golden(t *testing.T) {
	for _, c := range []struct {
		name                       string
		baseline, target, measured float64
		want, shown                float64
	}{
		{"E1 rising", 20, 50, 41, 0.70, 0.70},
		{"E1 falling", 60, 30, 36, 0.80, 0.80},
		{"E1 worse than before", 20, 50, 18, -0.0667, 0},
		{"far beyond the target", 20, 50, 95, 2.5, 1.5},
		{"nothing changed", 20, 50, 20, 0, 0},
	} {
		got, ok := kit.Attainment(c.baseline, c.target, c.measured)
		if !ok || math.Abs(got-c.want) > near {
			t.Errorf("%s: Attainment = %v, %v; want %v", c.name, got, ok, c.want)
		}
		if shown := kit.ShownAttainment(got); math.Abs(shown-c.shown) > near {
			t.Errorf("%s: shown as %v; want %v", c.name, shown, c.shown)
		}
	}
	if got, ok := kit.Attainment(50, 50, 60); ok {
		t.Errorf("a target that is the baseline gives %v; want none", got)
	}
}

func TestAttainment_isNeverNaN(t *testing.T) {
	number := rapid.Float64()
	rapid.Check(t, func(t *rapid.T) {
		got, ok := kit.Attainment(number.Draw(t, "baseline"), number.Draw(t, "target"), number.Draw(t, "measured"))
		if ok && math.IsNaN(got) {
			t.Error("NaN")
		}
	})
}

func TestQuotient_needsAWhole(t *testing.T) {
	if got, ok := kit.Quotient(1280, 32); !ok || got != 40 {
		t.Errorf("E3: 1280 euros for 32 people = %v, %v; want 40", got, ok)
	}
	for _, whole := range []float64{0, -1, math.NaN()} {
		if got, ok := kit.Quotient(1, whole); ok {
			t.Errorf("Quotient(1, %v) = %v; want none", whole, got)
		}
	}
}

func TestWilson_golden(t *testing.T) {
	for _, c := range []struct {
		name      string
		share     float64
		n         int
		low, high float64
	}{
		{"E2 18 of 24", 18.0 / 24, 24, .551, .880},
		{"E2 5 of 6", 5.0 / 6, 6, .436, .970},
	} {
		got, ok := kit.Wilson(c.share, c.n)
		if !ok || math.Abs(got.Low-c.low) > 5e-4 || math.Abs(got.High-c.high) > 5e-4 {
			t.Errorf("%s: %v, %v; want %v to %v", c.name, got, ok, c.low, c.high)
		}
	}
	for _, c := range []struct {
		share float64
		n     int
	}{{0.5, 4}, {0.5, 0}, {1.1, 20}, {-0.1, 20}, {math.NaN(), 20}} {
		if got, ok := kit.Wilson(c.share, c.n); ok {
			t.Errorf("Wilson(%v, %d) = %v; want none", c.share, c.n, got)
		}
	}
}

func TestWilson_holdsTheShareAndNarrowsWithMoreAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share, n := rapid.Float64Range(0, 1).Draw(t, "share"), rapid.IntRange(5, 10_000).Draw(t, "n")
		few, _ := kit.Wilson(share, n)
		many, _ := kit.Wilson(share, 2*n)
		if few.Low < 0 || few.High > 1 || few.Low > share+1e-9 || few.High < share-1e-9 {
			t.Errorf("%v of %d lies in %v", share, n, few)
		}
		if many.High-many.Low > few.High-few.Low {
			t.Errorf("%v of %d: %v; of twice as many: %v", share, n, few, many)
		}
	})
}
