package store

import (
	"context"

	"telaio/internal/importing"
	"telaio/internal/organisation"
)

// Stage makes a part of what an import will do ready, in a short transaction of
// its own.
func (s *Store) Stage(ctx context.Context, importID string, part importing.Staged) error {
	ready, err := stagedRows(importID, part)
	if err != nil {
		return err
	}
	items, steps, err := stagedNotes(importID, part)
	if err != nil {
		return err
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, table := range []struct {
			name, columns string
			width         int
			args          []any
		}{
			{"import_staged_page", `import_id, id, slug, was_revision, was_state, state, revision, example, confirmed_at, confirmed_by,
				created_at, updated_at, moved`, 13, ready.pages},
			{"import_staged_revision", `import_id, id, number, card, changed, author, logo, at`, 8, ready.revisions},
			{"import_staged_proposal", `import_id, id, organisation_id, base_revision, origin, state, name, changes, source, language,
				sender_name, sender_person, sent_at`, 13, ready.proposals},
			{"import_staged_place", `import_id, organisation_id, proposal_id, place_id, position, place`, 6, ready.places},
			{"import_staged_item", `import_id, source, key, by_import, organisation_id, proposal_id, place_id, said, applied`, 9, items},
			{"import_step", importStepColumns, 9, steps},
		} {
			if err := s.insertRows(ctx, `insert into `+table.name+` (`+table.columns+`) values `, table.width, table.args, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// staged are the values of rows, table by table.
type staged struct{ pages, revisions, proposals, places []any }

// stagedRows are the values of the rows about pages and proposals.
func stagedRows(importID string, part importing.Staged) (staged, error) {
	var ready staged
	for _, p := range part.Pages {
		ready.pages = append(ready.pages, importID, p.ID, p.Slug, p.WasRevision, p.WasState, p.State, p.Revision, p.Example, orNull(p.ConfirmedAt),
			p.ConfirmedBy, p.CreatedAt.UTC(), p.UpdatedAt.UTC(), p.Moved)
		if p.Revised != nil {
			card, err := toJSON(p.Revised.Card)
			if err != nil {
				return ready, err
			}
			changed, err := toJSON(p.Revised.Changed)
			if err != nil {
				return ready, err
			}
			ready.revisions = append(ready.revisions, importID, p.ID, p.Revision, card, changed, p.Revised.Author, p.Revised.Card.Logo, p.UpdatedAt.UTC())
		}
		if err := ready.place(importID, p.ID, "", p.Places); err != nil {
			return ready, err
		}
	}
	for _, p := range part.Proposals {
		changes, err := toJSON(p.Changes)
		if err != nil {
			return ready, err
		}
		ready.proposals = append(ready.proposals, importID, p.ID, orNullText(p.OrganisationID), p.BaseRevision, p.Origin, p.State, p.Name, changes,
			p.Source, p.Language, p.Sender.Name, p.Sender.PersonID, p.SentAt.UTC())
		if err := ready.place(importID, "", p.ID, p.Places); err != nil {
			return ready, err
		}
	}
	return ready, nil
}

// place adds the exact places of an organisation or of a proposal.
func (r *staged) place(importID, organisationID, proposalID string, all []organisation.ExactPlace) error {
	for i, p := range all {
		text, err := toJSON(p)
		if err != nil {
			return err
		}
		r.places = append(r.places, importID, organisationID, proposalID, p.ID, i, text)
	}
	return nil
}

// stagedNotes are the values of the rows about what is known of a source and
// about what was there before.
func stagedNotes(importID string, part importing.Staged) (items, steps []any, err error) {
	for _, i := range part.Items {
		said, err := toJSON(i.Said)
		if err != nil {
			return nil, nil, err
		}
		applied, err := toJSON(i.Applied)
		if err != nil {
			return nil, nil, err
		}
		items = append(items, importID, i.Source, i.Key, i.ImportID, i.OrganisationID, i.ProposalID, i.PlaceID, said, applied)
	}
	for _, step := range part.Steps {
		before, err := toJSON(step.Before)
		if err != nil {
			return nil, nil, err
		}
		steps = append(steps, importID, step.Row, step.Key, step.Name, step.Outcome, step.OrganisationID, step.ProposalID, step.Revision, before)
	}
	return items, steps, nil
}

// StagedPages lists the organisations that are ready, by id: what they will be,
// without their addresses and cards.
func (s *Store) StagedPages(ctx context.Context, importID string) ([]organisation.Organisation, error) {
	scan := func(row scanner) (o organisation.Organisation, err error) {
		err = row.Scan(&o.ID, &o.Revision, &o.State)
		return o, err
	}
	return list(ctx, s.read(ctx), scan, `select id, revision, state from import_staged_page where import_id = $1 order by id`, importID)
}

// inOneGo is how many rows are moved or forgotten in one transaction, so that
// nobody waits long.
const inOneGo = 500

// KeepStagedItems keeps the items that are ready of an import, a part at a time.
func (s *Store) KeepStagedItems(ctx context.Context, importID string) error {
	const some = `import_id = $1 and key in (select key from import_staged_item where import_id = $1 order by key limit $2)`
	for {
		var moved int64
		err := s.InTx(ctx, func(ctx context.Context) error {
			err := s.exec(ctx, `
				insert into import_item (`+importItemColumns+`)
					select source, key, by_import, organisation_id, proposal_id, place_id, said, applied
					from import_staged_item where `+some+` order by source, key
				on conflict (source, key) do update set import_id = excluded.import_id, organisation_id = excluded.organisation_id,
					proposal_id = excluded.proposal_id, place_id = excluded.place_id, said = excluded.said, applied = excluded.applied`,
				importID, inOneGo)
			if err != nil {
				return err
			}
			result, err := s.write(ctx).ExecContext(ctx, `delete from import_staged_item where `+some, importID, inOneGo)
			if err != nil {
				return err
			}
			moved, err = result.RowsAffected()
			return err
		})
		if err != nil || moved < inOneGo {
			return err
		}
	}
}

// UnkeptImports lists the imports in those states whose items are ready still.
func (s *Store) UnkeptImports(ctx context.Context, in ...importing.State) ([]string, error) {
	args := make([]any, len(in))
	for n, state := range in {
		args[n] = state
	}
	return list(ctx, s.read(ctx), scanText, `
		select id from import where state in (`+placeholders(1, len(in))+`) and id in (select distinct import_id from import_staged_item) order by id`, args...)
}

// ForgetStaged forgets what is ready of an import, a part at a time, so that
// nobody waits long.
func (s *Store) ForgetStaged(ctx context.Context, importID string) error {
	for _, table := range []struct{ name, key string }{
		{"import_staged_page", "id"}, {"import_staged_revision", "id"}, {"import_staged_proposal", "id"}, {"import_staged_item", "key"}, {"import_staged_place", "place_id"}, {"import_staged_audit", "sequence"},
	} {
		if err := s.forgetOf(ctx, importID, table.name, table.key); err != nil {
			return err
		}
	}
	return nil
}

// ForgetImportSteps forgets what an import did, a part at a time.
func (s *Store) ForgetImportSteps(ctx context.Context, importID string) error {
	return s.forgetOf(ctx, importID, "import_step", "key")
}

func (s *Store) forgetOf(ctx context.Context, importID, table, key string) error {
	for {
		result, err := s.write(ctx).ExecContext(ctx, `delete from `+table+` where import_id = $1 and `+key+` in (
			select `+key+` from `+table+` where import_id = $1 limit $2)`, importID, inOneGo)
		if err != nil {
			return unavailable(err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
	}
}
