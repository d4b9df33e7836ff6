package participation

import (
	"telaio/internal/organisation"
)

// Stage is one point on the way from sending to the page.
type Stage string

// The stages, in order.
const (
	StageSent      Stage = "sent"
	StageConfirmed Stage = "confirmed"
	StageReview    Stage = "review"
	StageQuestion  Stage = "question" // only if the team has asked something
	StageDecided   Stage = "decided"
)

// Progress says whether a stage is behind, here or ahead.
type Progress string

// The progress of a stage.
const (
	Ahead  Progress = ""
	Here   Progress = "now"
	Behind Progress = "done"
)

// Point is a stage and how far it is.
type Point struct {
	Stage    Stage
	Progress Progress
}

// Timeline draws where a proposal stands.
func Timeline(p organisation.Proposal, asked bool) []Point {
	here := map[organisation.ProposalState]Stage{
		organisation.Unconfirmed: StageConfirmed,
		organisation.Unread:      StageReview,
		organisation.InReview:    StageReview,
		organisation.Waiting:     StageQuestion,
		organisation.Accepted:    "",
		organisation.Refused:     "",
		organisation.Withdrawn:   "",
	}[p.State]
	stages := []Stage{StageSent, StageConfirmed, StageReview, StageQuestion, StageDecided}
	var points []Point
	progress := Behind
	for _, s := range stages {
		if s == here {
			points = append(points, Point{s, Here})
			progress = Ahead
			continue
		}
		if s == StageQuestion && !asked {
			continue
		}
		own := progress
		if s == StageQuestion && asked && here == StageReview {
			own = Behind // it was answered, and the review goes on
		}
		points = append(points, Point{s, own})
	}
	return points
}
