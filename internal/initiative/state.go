package initiative

// State says where an initiative is in time.
type State string

// The states. They follow from the dates and are never stored.
const (
	Planned  State = "planned"
	Running  State = "running"
	Finished State = "finished"
)

// StateOn tells the state on a day. Without a beginning it is planned, without
// an end it goes on.
func (c Content) StateOn(today Day) State {
	switch {
	case c.Start == "" || today < c.Start:
		return Planned
	case c.End == "" || today <= c.End:
		return Running
	default:
		return Finished
	}
}
