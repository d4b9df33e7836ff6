package store

import (
	"context"
	"time"

	"telaio/internal/upkeep"
)

const invitationColumns = `id, token_hash, organisation_id, email, name, language, invited_by, invited_at, expires_at, state, answered_at`

func scanInvitation(s scanner) (i upkeep.Invitation, err error) {
	err = s.Scan(&i.ID, &i.TokenHash, &i.OrganisationID, &i.Guest.Email, &i.Guest.Name, &i.Guest.Language, &i.InvitedBy,
		nullTime{&i.InvitedAt}, nullTime{&i.ExpiresAt}, &i.State, nullTime{&i.AnsweredAt})
	return i, err
}

// AddInvitation keeps an invitation.
func (s *Store) AddInvitation(ctx context.Context, i upkeep.Invitation) error {
	return s.exec(ctx, `insert into editor_invitation (`+invitationColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.ID, i.TokenHash, i.OrganisationID, i.Guest.Email, i.Guest.Name, i.Guest.Language, i.InvitedBy,
		i.InvitedAt.UTC(), i.ExpiresAt.UTC(), i.State, orNull(i.AnsweredAt))
}

// Invitation returns the invitation that a token opens.
func (s *Store) Invitation(ctx context.Context, tokenHash string) (upkeep.Invitation, error) {
	return one(ctx, s.read(ctx), scanInvitation, `select `+invitationColumns+` from editor_invitation where token_hash = $1`, tokenHash)
}

// InvitationByID returns the invitation with the id.
func (s *Store) InvitationByID(ctx context.Context, id string) (upkeep.Invitation, error) {
	return one(ctx, s.read(ctx), scanInvitation, `select `+invitationColumns+` from editor_invitation where id = $1`, id)
}

// InvitationsOf lists the invitations of an organisation that nobody answered.
func (s *Store) InvitationsOf(ctx context.Context, organisationID string) ([]upkeep.Invitation, error) {
	return list(ctx, s.read(ctx), scanInvitation, `
		select `+invitationColumns+` from editor_invitation
		where organisation_id = $1 and state = $2 order by invited_at, id`, organisationID, upkeep.InvitationWaiting)
}

// AnswerInvitation notes what became of an invitation, and reports false if
// something had before.
func (s *Store) AnswerInvitation(ctx context.Context, id string, state upkeep.InvitationState, at time.Time) (bool, error) {
	return s.changesOne(ctx, `
		update editor_invitation set state = $2, answered_at = $3 where id = $1 and state = $4`,
		id, state, at.UTC(), upkeep.InvitationWaiting)
}

const editorChangeColumns = `id, organisation_id, kind, person_id, asked_by, invitation_id, asked_at, due_at, state, closed_by, closed_at`

func scanEditorChange(s scanner) (c upkeep.EditorChange, err error) {
	err = s.Scan(&c.ID, &c.OrganisationID, &c.Kind, &c.PersonID, &c.AskedBy, &c.InvitationID,
		nullTime{&c.AskedAt}, nullTime{&c.DueAt}, &c.State, &c.ClosedBy, nullTime{&c.ClosedAt})
	return c, err
}

// AddEditorChange notes what is going to change about who looks after a page.
func (s *Store) AddEditorChange(ctx context.Context, c upkeep.EditorChange) error {
	return s.exec(ctx, `insert into editor_change (`+editorChangeColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.ID, c.OrganisationID, c.Kind, c.PersonID, c.AskedBy, c.InvitationID, c.AskedAt.UTC(), c.DueAt.UTC(), c.State, c.ClosedBy, orNull(c.ClosedAt))
}

// EditorChangesOf lists the changes of an organisation that wait.
func (s *Store) EditorChangesOf(ctx context.Context, organisationID string) ([]upkeep.EditorChange, error) {
	return list(ctx, s.read(ctx), scanEditorChange, `
		select `+editorChangeColumns+` from editor_change
		where organisation_id = $1 and state = $2 order by asked_at, id`, organisationID, upkeep.ChangeWaiting)
}

// DueEditorChanges lists the changes that wait and were due by a time.
func (s *Store) DueEditorChanges(ctx context.Context, by time.Time) ([]upkeep.EditorChange, error) {
	return list(ctx, s.read(ctx), scanEditorChange, `
		select `+editorChangeColumns+` from editor_change
		where state = $1 and due_at <= $2 order by due_at, id`, upkeep.ChangeWaiting, by.UTC())
}

// CloseEditorChange notes what became of a change, and reports false if
// something had before.
func (s *Store) CloseEditorChange(ctx context.Context, id string, state upkeep.ChangeState, by string, at time.Time) (bool, error) {
	return s.changesOne(ctx, `
		update editor_change set state = $2, closed_by = $3, closed_at = $4 where id = $1 and state = $5`,
		id, state, by, at.UTC(), upkeep.ChangeWaiting)
}
