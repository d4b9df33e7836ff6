package store

import (
	"context"
	"fmt"

	"telaio/internal/account"
)

// sentBy are the proposals of the address $1, in lower case, or the person $2.
const sentBy = `(lower(sender_email) = $1 or (sender_person <> '' and sender_person = $2))`

// CountOpenOf counts what waits for a decision of what the address or the
// person has sent.
func (s *Store) CountOpenOf(ctx context.Context, email, personID string) (int, error) {
	return one(ctx, s.write(ctx), scanInt, `
		select count(*) from proposal where `+sentBy+` and state in ('unread', 'in_review', 'waiting')`, email, personID)
}

// EraseContacts removes the address, and the account of the person if there is
// one. The row of the person stays, without name and address, because the audit
// and the revisions name its id.
func (s *Store) EraseContacts(ctx context.Context, email, personID string) (account.Erased, error) {
	erased := account.Erased{Account: personID != ""}
	for _, step := range []struct {
		count *int
		query string
		args  []any
	}{
		{nil, `delete from status_key where proposal_id in (select id from proposal where ` + sentBy + `)`, []any{email, personID}},
		{nil, `delete from confirmation where proposal_id in (select id from proposal where ` + sentBy + `)`, []any{email, personID}},
		{nil, `update message set author = '' where not from_team and proposal_id in (select id from proposal where ` + sentBy + `)`, []any{email, personID}},
		{&erased.Drafts, `
			delete from draft where lower(address) = $1 or (person_id <> '' and person_id = $2)
				or proposal_id in (select id from proposal where ` + sentBy + `)`, []any{email, personID}},
		{nil, `update proposal set state = 'withdrawn' where state = 'unconfirmed' and ` + sentBy, []any{email, personID}},
		{&erased.Sent, `update proposal set sender_name = '', sender_email = '', sender_role = '' where ` + sentBy, []any{email, personID}},
		{&erased.Participants, `update assessment_participant set name = '', email = '' where lower(email) = $1`, []any{email}},
		{&erased.Sessions, `delete from session where person_id = $1`, []any{personID}},
		{nil, `delete from pass where (person_id <> '' and person_id = $2) or newcomer_email = $1`, []any{email, personID}},
		{nil, `delete from claim where person_id = $1`, []any{personID}},
		{nil, `delete from editor_invitation where email = $1`, []any{email}},
		{nil, `update person set name = '', email = $2 where id = $1`, []any{personID, "erased-" + personID}},
	} {
		result, err := s.write(ctx).ExecContext(ctx, step.query, step.args...)
		if err != nil {
			return erased, fmt.Errorf("erase contacts: %w", unavailable(err))
		}
		if step.count == nil {
			continue
		}
		n, err := result.RowsAffected()
		if err != nil {
			return erased, fmt.Errorf("count what was erased: %w", err)
		}
		*step.count = int(n)
	}
	return erased, nil
}
