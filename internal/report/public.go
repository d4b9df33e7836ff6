package report

import (
	"slices"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/plan"
)

// Public is what an organisation has chosen to show of an assessment: levels and
// recommendations of the kit, by their ids, as they were on the day of the
// choice. It has no words of anybody and no numbers of people, so that it needs
// no review: what people read is the kit's own text.
type Public struct {
	OrganisationID  string
	CycleID         string
	Kit             string    // ID@VERSION
	AnsweredAt      time.Time // when answering ended
	Dimensions      []PublicLevel
	Items           []PublicLevel
	Recommendations []string
	Actions         []PublicAction
	At              time.Time // of the choice
}

// PublicLevel is the level of a dimension or of an item.
type PublicLevel struct {
	ID           string `json:"id"`
	Level        int    `json:"level"`
	Undocumented bool   `json:"undocumented,omitempty"` // an item's high level that nothing shows
}

// PublicAction is a recommendation that the organisation follows.
type PublicAction struct {
	ID             string     `json:"id"`
	Recommendation string     `json:"recommendation"`
	State          plan.State `json:"state"`
}

// Empty reports whether nothing was chosen.
func (p Public) Empty() bool {
	return len(p.Dimensions)+len(p.Items)+len(p.Recommendations)+len(p.Actions) == 0
}

// Choice names what is to be shown, by id.
type Choice struct {
	Dimensions, Items, Recommendations, Actions []string
}

// Choice is what was chosen to make it.
func (p Public) Choice() Choice {
	c := Choice{Recommendations: p.Recommendations}
	for _, d := range p.Dimensions {
		c.Dimensions = append(c.Dimensions, d.ID)
	}
	for _, i := range p.Items {
		c.Items = append(c.Items, i.ID)
	}
	for _, a := range p.Actions {
		c.Actions = append(c.Actions, a.ID)
	}
	return c
}

// Offer is everything that may be shown to the public.
type Offer struct {
	Dimensions      []Dimension
	Items           []*Item
	Recommendations []kit.Recommendation
	Actions         []plan.Action // those that follow a recommendation
	Withheld        int           // items with a level that too few people gave
}

// Offer lists what may be shown to the public: no level that too few people
// gave, no dimension that rests on one, no words that nobody has reviewed.
func (r Report) Offer(p plan.Plan) Offer {
	var offer Offer
	for _, d := range r.Dimensions {
		whole := true
		for _, i := range d.Items {
			switch {
			case !i.Valued():
			case r.enough(i):
				offer.Items = append(offer.Items, i)
			default:
				whole = false
				offer.Withheld++
			}
		}
		if _, ok := d.Scored(); ok && whole {
			offer.Dimensions = append(offer.Dimensions, d)
		}
	}
	for _, a := range r.Advice {
		if r.enough(a.Item) {
			offer.Recommendations = append(offer.Recommendations, a.Recommendations...)
		}
	}
	for _, a := range p.Actions {
		if a.Recommendation != "" && a.Kit == r.Kit.Reference() {
			offer.Actions = append(offer.Actions, a)
		}
	}
	return offer
}

// enough reports whether a level is the group's and not that of a few. A group
// that has answered on one device has spoken as one.
func (r Report) enough(i *Item) bool { return i.Visible || r.Cycle.Mode == assessment.Collective }

// Publish makes what the public is to see of the choice. What is not on offer is
// left out, whatever the choice says.
func (r Report) Publish(c Choice, p plan.Plan, at time.Time) Public {
	offer := r.Offer(p)
	public := Public{
		OrganisationID: r.Cycle.OrganisationID, CycleID: r.Cycle.ID, Kit: r.Kit.Reference(), AnsweredAt: r.Cycle.EndedAt, At: at,
	}
	for _, d := range offer.Dimensions {
		if scored, ok := d.Scored(); ok && slices.Contains(c.Dimensions, d.ID) {
			public.Dimensions = append(public.Dimensions, PublicLevel{ID: d.ID, Level: scored.Band})
		}
	}
	for _, i := range offer.Items {
		if slices.Contains(c.Items, i.ID) {
			public.Items = append(public.Items, PublicLevel{i.ID, i.Rung(), i.Undocumented})
		}
	}
	for _, recommendation := range offer.Recommendations {
		if slices.Contains(c.Recommendations, recommendation.ID) {
			public.Recommendations = append(public.Recommendations, recommendation.ID)
		}
	}
	for _, a := range offer.Actions {
		if slices.Contains(c.Actions, a.ID) {
			public.Actions = append(public.Actions, PublicAction{a.ID, a.Recommendation, a.State})
		}
	}
	return public
}
