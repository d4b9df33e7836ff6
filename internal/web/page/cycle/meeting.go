package cycle

import (
	"net/http"
	"strconv"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/kit"
	"telaio/internal/web/shell"
)

// meetingPage is a cycle while the group talks about it.
type meetingPage struct {
	place
	assessment.Material
	Discuss []assessment.Topic // where the answers differ, most first
	Others  []assessment.Topic
	Decided int
	Steps   []step
	Clock   clockFace
	At      string // the clock, as it is now
}

func (p Pages) meeting(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	m, err := p.UseCases.Result(r.Context(), loaded(v).Cycle)
	if err != nil {
		return err
	}
	page := meetingPage{place: loaded(v), Material: m}
	page.place.Cycle = m.Cycle
	for _, t := range m.Topics() {
		if t.Decision.Decided() {
			page.Decided++
		}
		if t.ToDiscuss() {
			page.Discuss = append(page.Discuss, t)
		} else {
			page.Others = append(page.Others, t)
		}
	}
	now := p.UseCases.Clock.Now()
	page.Steps = steps(v, m.Kit.MeetingGuide, m.Cycle.MeetingAt, now)
	page.Clock = face(m.Kit.MeetingGuide, m.Cycle.MeetingAt, now)
	page.At = v.Time(now)
	return shell.Render(w, r, http.StatusOK, meetingView(v, page))
}

func (p Pages) startMeeting(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.StartMeeting(r.Context(), v.Subject, loaded(v).Cycle); err != nil {
		return err
	}
	http.Redirect(w, r, cyclePath(v, "cycle", loaded(v).Cycle)+"?notice=cycle_meeting#guide", http.StatusSeeOther)
	return nil
}

// step is a part of the meeting with its planned times.
type step struct {
	kit.MeetingStep
	From, To string // clock times, "" before the meeting has begun
	Now      bool
}

// steps plans the parts of the meeting one after the other.
func steps(v *shell.Visit, guide []kit.MeetingStep, begin, now time.Time) []step {
	var list []step
	at := begin
	for _, g := range guide {
		s := step{MeetingStep: g}
		if !begin.IsZero() {
			end := at.Add(g.Duration())
			s.From, s.To = v.Time(at), v.Time(end)
			s.Now = !now.Before(at) && now.Before(end)
			at = end
		}
		list = append(list, s)
	}
	return list
}

// clockFace is the meeting as a line that a mark moves along by itself: an SVG
// animation that began when the meeting did needs no script.
type clockFace struct {
	Running bool
	Marks   []string // where the parts begin, in percent
	At      string   // where the mark is now, in percent
	Begin   string   // how long ago the animation began, as SVG writes it
	Lasts   string
}

func face(guide []kit.MeetingStep, begin, now time.Time) clockFace {
	var whole time.Duration
	for _, g := range guide {
		whole += g.Duration()
	}
	since := now.Sub(begin)
	if begin.IsZero() || whole == 0 || since > whole+time.Hour {
		return clockFace{}
	}
	c := clockFace{Running: true, At: percent(since, whole), Begin: seconds(-since), Lasts: seconds(whole)}
	var at time.Duration
	for _, g := range guide {
		c.Marks = append(c.Marks, percent(at, whole))
		at += g.Duration()
	}
	return c
}

func percent(part, whole time.Duration) string {
	share := 100 * min(1, float64(part)/float64(whole))
	return strconv.FormatFloat(share, 'f', 2, 64) + "%"
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d/time.Second)) + "s" }
