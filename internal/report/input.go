package report

import (
	"strconv"

	"telaio/internal/assessment"
	"telaio/internal/kit"
)

// File is what `telaio kit score` takes, so that anyone can work out a report
// again. It holds nothing that the report hides.
type File struct {
	Kit         string                   `json:"kit"`
	Mode        kit.Mode                 `json:"mode"`
	Respondents []FileRespondent         `json:"respondents"`
	Consensus   map[string]FileConsensus `json:"consensus"`
}

// FileRespondent is a column of answers. The nth of a file is nobody: it has the
// nth of the sorted answers to each item, so that what is worked out item by
// item is right and nothing else means anything.
type FileRespondent struct {
	ID      string              `json:"id"`
	Answers map[string]kit.Code `json:"answers"`
}

// FileConsensus is a decision; without a level both readings are kept.
type FileConsensus struct {
	Level  *int   `json:"level"`
	Reason string `json:"reason"`
}

// FileOf writes the material down. Where too few people gave a level to show
// them, the file has the median alone, as the answer of one made-up respondent
// or, between two levels, of two: every value of a dimension comes out the
// same, but not the number of people.
func FileOf(m assessment.Material) File {
	f := File{Kit: m.Kit.Reference(), Mode: m.Cycle.Mode.Scored(), Respondents: []FileRespondent{}, Consensus: map[string]FileConsensus{}}
	result := m.Score()
	for _, item := range m.Cycle.Items(m.Kit) {
		scored, _ := result.Item(item.ID)
		for i, code := range shownCodes(m, scored) {
			f.column(i).Answers[item.ID] = code
		}
		if d := m.Decisions[item.ID]; d.Decided() {
			c := FileConsensus{Reason: d.Reason}
			if level, ok := d.Level(); ok {
				c.Level = &level
			}
			f.Consensus[item.ID] = c
		}
	}
	return f
}

// column returns the nth respondent, which it adds if need be.
func (f *File) column(n int) FileRespondent {
	for len(f.Respondents) <= n {
		f.Respondents = append(f.Respondents, FileRespondent{ID: "r" + strconv.Itoa(len(f.Respondents)+1), Answers: map[string]kit.Code{}})
	}
	return f.Respondents[n]
}

// shownCodes are the answers to an item, or what stands for them.
func shownCodes(m assessment.Material, scored kit.ItemResult) []kit.Code {
	switch {
	case m.Visible(scored.ID):
		return m.Answers[scored.ID]
	case scored.NotApplicable:
		return []kit.Code{kit.NotApplicable}
	case scored.Spread == nil:
		return nil
	}
	low, high := int(scored.Spread.Median), int(scored.Spread.Median+0.5)
	if low == high {
		return []kit.Code{kit.LevelCode(low)}
	}
	return []kit.Code{kit.LevelCode(low), kit.LevelCode(high)}
}
