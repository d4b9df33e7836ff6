package assessment

import (
	"context"

	"telaio/internal/account"
	"telaio/internal/fault"
)

// Paper lets a coordinator type in what somebody wrote on paper: it adds a
// participant of that name and returns the token that opens their answers. In a
// confidential cycle the sheets should come from a pile without names.
func (u UseCases) Paper(ctx context.Context, who account.Subject, c Cycle, name string) (token string, err error) {
	if err := mayCoordinate(who, c.OrganisationID); err != nil {
		return "", err
	}
	if err := must(c, Answering); err != nil {
		return "", err
	}
	if c.Mode == Collective {
		return "", fault.New(fault.Conflict, "assessment.collective_alone")
	}
	return u.join(ctx, c, cutName(name), who.Language)
}
