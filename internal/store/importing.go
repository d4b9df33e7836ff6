package store

import (
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/organisation"
)

// importColumns are an import without the details of its report, which are long.
const importColumns = `id, source, file_name, state, options, mapping, report, person_id, person, feed_id, prepared, created_at, updated_at`

func scanImport(s scanner) (i importing.Import, err error) {
	err = s.Scan(importInto(&i)...)
	return i, err
}

const wholeImportColumns = importColumns + `, details`

func scanWholeImport(s scanner) (i importing.Import, err error) {
	err = s.Scan(append(importInto(&i), jsonColumn{&i.Report.Details})...)
	return i, err
}

// importInto are where the importColumns of an import go.
func importInto(i *importing.Import) []any {
	return []any{
		&i.ID, &i.Source, &i.File, &i.State,
		jsonColumn{&i.Options},
		jsonColumn{&i.Mapping},
		jsonColumn{&i.Report},
		&i.PersonID, &i.Person, &i.FeedID, &i.Prepared,
		nullTime{&i.CreatedAt},
		nullTime{&i.UpdatedAt},
	}
}

// AddImport saves a new import and the bytes of its file.
func (s *Store) AddImport(ctx context.Context, i importing.Import, file []byte) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		texts, err := importJSON(i)
		if err != nil {
			return err
		}
		err = s.exec(ctx, `insert into import (`+wholeImportColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			i.ID, i.Source, i.File, i.State, texts.options, texts.mapping, texts.report, i.PersonID, i.Person, i.FeedID, i.Prepared,
			i.CreatedAt.UTC(), i.UpdatedAt.UTC(), texts.details)
		if err != nil {
			return err
		}
		return s.exec(ctx, `insert into import_file (import_id, file) values ($1, $2)`, i.ID, file)
	})
}

// importTexts are the columns of an import that hold JSON.
type importTexts struct{ options, mapping, report, details string }

func importJSON(i importing.Import) (t importTexts, err error) {
	if t.options, err = toJSON(i.Options); err != nil {
		return t, err
	}
	if t.mapping, err = toJSON(i.Mapping); err != nil {
		return t, err
	}
	if t.report, err = toJSON(i.Report); err != nil {
		return t, err
	}
	t.details, err = toJSON(i.Report.Details)
	return t, err
}

// Import returns the import with the id.
func (s *Store) Import(ctx context.Context, id string) (importing.Import, error) {
	return one(ctx, s.read(ctx), scanWholeImport, `select `+wholeImportColumns+` from import where id = $1`, id)
}

// Imports lists the newest imports, without the details of their reports.
func (s *Store) Imports(ctx context.Context, most int) ([]importing.Import, error) {
	return list(ctx, s.read(ctx), scanImport, `select `+importColumns+` from import order by created_at desc, id limit $1`, most)
}

// ImportsUntouchedSince lists the imports in a state that nobody has touched
// since, without the details of their reports.
func (s *Store) ImportsUntouchedSince(ctx context.Context, in importing.State, since time.Time) ([]importing.Import, error) {
	return list(ctx, s.read(ctx), scanImport, `
		select `+importColumns+` from import where state = $1 and updated_at < $2 order by updated_at, id`, in, since.UTC())
}

// NextImport returns the import that has waited longest to be checked,
// carried out or undone.
func (s *Store) NextImport(ctx context.Context) (importing.Import, error) {
	return one(ctx, s.read(ctx), scanWholeImport, `
		select `+wholeImportColumns+` from import where state in ($1, $2, $3) order by updated_at, id limit 1`, importing.Checking, importing.Applying, importing.Undoing)
}

// ImportFile returns the bytes of the import's file. It is not found once the
// import has been carried out.
func (s *Store) ImportFile(ctx context.Context, id string) ([]byte, error) {
	scan := func(row scanner) (file []byte, err error) {
		err = row.Scan(&file)
		return file, err
	}
	return one(ctx, s.read(ctx), scan, `select file from import_file where import_id = $1`, id)
}

// DropImportFile forgets the bytes of the import's file.
func (s *Store) DropImportFile(ctx context.Context, id string) error {
	return s.exec(ctx, `delete from import_file where import_id = $1`, id)
}

// SaveImport saves everything of i but its file, if its state is still one of
// those given; otherwise it is a conflict, because somebody was quicker.
func (s *Store) SaveImport(ctx context.Context, i importing.Import, from ...importing.State) error {
	texts, err := importJSON(i)
	if err != nil {
		return err
	}
	args := []any{i.ID, i.State, texts.options, texts.mapping, texts.report, texts.details, i.PersonID, i.Person, i.UpdatedAt.UTC()}
	first := len(args) + 1
	for _, state := range from {
		args = append(args, state)
	}
	result, err := s.write(ctx).ExecContext(ctx, `
		update import set state = $2, options = $3, mapping = $4, report = $5, details = $6, person_id = $7, person = $8, updated_at = $9
		where id = $1 and state in (`+placeholders(first, len(from))+`)`, args...)
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "error.conflict", err)
	}
	return nil
}

const importItemColumns = `source, key, import_id, organisation_id, proposal_id, place_id, said, applied`

func scanImportItem(s scanner) (i importing.Item, err error) {
	err = s.Scan(&i.Source, &i.Key, &i.ImportID, &i.OrganisationID, &i.ProposalID, &i.PlaceID, jsonColumn{&i.Said}, jsonColumn{&i.Applied})
	return i, err
}

// ImportItems lists what is known of the rows of a source.
func (s *Store) ImportItems(ctx context.Context, source string) ([]importing.Item, error) {
	return list(ctx, s.read(ctx), scanImportItem, `select `+importItemColumns+` from import_item where source = $1 order by key`, source)
}

const importStepColumns = `import_id, row_number, key, name, outcome, organisation_id, proposal_id, revision, before`

func scanImportStep(s scanner) (step importing.Step, err error) {
	err = s.Scan(&step.ImportID, &step.Row, &step.Key, &step.Name, &step.Outcome, &step.OrganisationID, &step.ProposalID, &step.Revision,
		jsonColumn{&step.Before})
	return step, err
}

// ImportStepsAfter lists what an import did after a row, in the order of the
// rows.
func (s *Store) ImportStepsAfter(ctx context.Context, importID string, row, limit int) ([]importing.Step, error) {
	return list(ctx, s.read(ctx), scanImportStep, `
		select `+importStepColumns+` from import_step where import_id = $1 and row_number > $2 order by row_number limit $3`, importID, row, limit)
}

func scanBecame(s scanner) (b importing.Became, err error) {
	err = s.Scan(&b.Row, &b.ProposalID, &b.OrganisationID, &b.Slug, &b.Public)
	return b, err
}

// ImportBecame lists what the rows of an import from the first to the last have
// become, in the order of the rows.
func (s *Store) ImportBecame(ctx context.Context, importID string, first, last int) ([]importing.Became, error) {
	return list(ctx, s.read(ctx), scanBecame, `
		select s.row_number, s.proposal_id, coalesce(o.id, ''), coalesce(o.slug, ''), coalesce(o.state, '') = $4
		from import_step s left join proposal p on p.id = s.proposal_id
			left join organisation o on o.id = coalesce(p.organisation_id, s.organisation_id)
		where s.import_id = $1 and s.row_number between $2 and $3 order by s.row_number`, importID, first, last, organisation.Published)
}

// SourceMapping returns what the headings of a source mean.
func (s *Store) SourceMapping(ctx context.Context, source string) (importing.Mapping, error) {
	scan := func(row scanner) (m importing.Mapping, err error) {
		err = row.Scan(jsonColumn{&m})
		return m, err
	}
	return one(ctx, s.read(ctx), scan, `select mapping from import_source where source = $1`, source)
}

// SaveSourceMapping keeps what the headings of a source mean.
func (s *Store) SaveSourceMapping(ctx context.Context, source string, m importing.Mapping, at time.Time) error {
	mapping, err := toJSON(m)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		insert into import_source (source, mapping, updated_at) values ($1, $2, $3)
		on conflict (source) do update set mapping = excluded.mapping, updated_at = excluded.updated_at`, source, mapping, at.UTC())
}
