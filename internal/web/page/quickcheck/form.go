package quickcheck

import (
	"telaio/internal/kit"
	"telaio/internal/web/part/level"
	"telaio/internal/web/shell"
)

// form is the questions with what was answered so far.
type form struct {
	Kit     *kit.Kit
	Answers map[string]kit.Code
	Empty   bool // it was sent without an answer
}

func (f form) title(v *shell.Visit) string {
	title := f.Kit.QuickCheck.Title.In(string(v.Language))
	if f.Empty {
		return v.T("form.error_prefix") + " " + title
	}
	return title
}

func (f form) choice(item kit.Item) level.Choice {
	return level.Choice{Kit: f.Kit, Item: item, Field: item.ID, Chosen: f.Answers[item.ID]}
}

// first is the id of the first choice of the first question.
func (f form) first() string { return level.ID(f.Kit.QuickCheck.Items[0], kit.L0) }

// dimension is the title of the item's dimension.
func dimension(v *shell.Visit, k *kit.Kit, item kit.Item) string {
	d, _ := k.DimensionOf(item.ID)
	return d.Title.In(string(v.Language))
}

// result is what the quick check says.
type result struct {
	kit.QuickResult
	Kit     *kit.Kit
	Answers map[string]kit.Code
}

// storageKey is the name under which a browser keeps the answers. It names the
// version, so that answers to other questions never come back.
func storageKey(k *kit.Kit) string { return "telaio-quick-" + k.Reference() }

// open says in words why the item has no line.
func (r result) open(v *shell.Visit, item kit.Item) string {
	switch r.Answers[item.ID] {
	case kit.NotApplicable:
		return v.T("level.NA")
	case kit.DontKnow:
		return v.T("level.DK")
	default:
		return v.T("quick.not_answered")
	}
}
