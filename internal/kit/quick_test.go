package kit_test

import (
	"testing"

	"telaio/internal/kit"
	"telaio/internal/testkit"
)

func newest(t *testing.T) *kit.Kit {
	t.Helper()
	k, ok := testkit.Library(t).NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	return k
}

func TestQuick_givesALineForEachLevel(t *testing.T) {
	k := newest(t)
	item := k.QuickItems()[0]
	for level := range kit.MaxLevel + 1 {
		got := k.Quick(map[string]kit.Code{item.ID: kit.LevelCode(level)})
		if len(got.Lines) != 1 || len(got.Open) != len(k.QuickItems())-1 {
			t.Fatalf("level %d: %d lines and %d open; want 1 and the rest", level, len(got.Lines), len(got.Open))
		}
		line := got.Lines[0]
		here, _ := item.Level(level)
		next, _ := item.Level(level + 1)
		if line.Here != here || line.Next != next {
			t.Errorf("level %d: here %q, next %q", level, line.Here.It, line.Next.It)
		}
	}
}

// Whoever begins is shown a step that costs a few days, not a year.
func TestQuick_beginsWithTheLeastEffort(t *testing.T) {
	k := newest(t)
	for _, item := range k.QuickItems() {
		for _, code := range []kit.Code{kit.L0, kit.L1} {
			line := k.Quick(map[string]kit.Code{item.ID: code}).Lines[0]
			if line.First == nil || line.First.Effort != kit.LowEffort {
				t.Errorf("%s at %s: first step %+v; want one with low effort", item.ID, code, line.First)
			}
		}
	}
}

func TestQuick_suggestsTheFullKitFromThreeLowLevelsOn(t *testing.T) {
	k := newest(t)
	items := k.QuickItems()
	for _, c := range []struct {
		name  string
		codes []kit.Code
		want  bool
	}{
		{"two low", []kit.Code{kit.L0, kit.L1, kit.L2}, false},
		{"three low", []kit.Code{kit.L0, kit.L1, kit.L1, kit.L4}, true},
		{"unknown is not low", []kit.Code{kit.L0, kit.L1, kit.DontKnow, kit.DontKnow}, false},
		{"nothing", nil, false},
	} {
		answers := map[string]kit.Code{}
		for i, code := range c.codes {
			answers[items[i].ID] = code
		}
		if got := k.Quick(answers).TryFull; got != c.want {
			t.Errorf("%s: TryFull = %v; want %v", c.name, got, c.want)
		}
	}
}
