package twin

import (
	"strconv"
	"time"
)

// Apart says that two organisations are not the same. It holds until one of
// them looks otherwise.
type Apart struct {
	FirstID, SecondID       string // the smaller id first
	FirstLooks, SecondLooks string
	Why                     string // in the reviewer's words, may be empty
	PersonID                string
	Person                  string
	At                      time.Time
}

// TellApart says of two that they are not the same, as they look now.
func TellApart(a, b Profile) Apart {
	if b.OrganisationID < a.OrganisationID {
		a, b = b, a
	}
	return Apart{FirstID: a.OrganisationID, SecondID: b.OrganisationID, FirstLooks: a.Looks(), SecondLooks: b.Looks()}
}

// Holds reports whether somebody has told the two apart and they still look as
// they did then.
func (a Apart) Holds(one, other Profile) bool {
	now := TellApart(one, other)
	return !a.At.IsZero() && a.FirstID == now.FirstID && a.SecondID == now.SecondID && a.FirstLooks == now.FirstLooks && a.SecondLooks == now.SecondLooks
}

// Other is the id of the one that an organisation was told from.
func (a Apart) Other(organisationID string) string {
	if a.FirstID == organisationID {
		return a.SecondID
	}
	return a.FirstID
}

// Seen tells one saying from another, "" if nobody has said so: who merges two
// must have seen that somebody told them apart.
func (a Apart) Seen() string {
	if a.At.IsZero() {
		return ""
	}
	return strconv.FormatInt(a.At.UnixMicro(), 36)
}
