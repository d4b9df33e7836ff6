package store

import (
	"context"

	"telaio/internal/organisation"
	"telaio/internal/review"
)

// TellersAfter lists published organisations whose cards tell relations, by
// their ids, from the one that follows an id.
func (s *Store) TellersAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`where o.state = $1 and o.id > $2 and r.card like '%"relations":[{%'
		order by o.id limit $3`, organisation.Published, id, limit)
}

const relationApartColumns = `teller_id, name, other_id, person_id, person, at`

func scanRelationApart(row scanner) (a review.NotMeant, err error) {
	err = row.Scan(&a.TellerID, &a.Name, &a.OtherID, &a.PersonID, &a.Person, nullTime{&a.At})
	return a, err
}

// RelationsApart lists the pages that relations do not mean, the newest first.
func (s *Store) RelationsApart(ctx context.Context) ([]review.NotMeant, error) {
	return list(ctx, s.read(ctx), scanRelationApart, `select `+relationApartColumns+` from relation_apart order by at desc, teller_id, name`)
}

// SetRelationApart keeps that a relation does not mean a page.
func (s *Store) SetRelationApart(ctx context.Context, a review.NotMeant) error {
	return s.exec(ctx, `insert into relation_apart (`+relationApartColumns+`) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		a.TellerID, a.Name, a.OtherID, a.PersonID, a.Person, a.At.UTC())
}

// RemoveRelationApart forgets it.
func (s *Store) RemoveRelationApart(ctx context.Context, tellerID, name, otherID string) error {
	return s.exec(ctx, `delete from relation_apart where teller_id = $1 and name = $2 and other_id = $3`, tellerID, name, otherID)
}
