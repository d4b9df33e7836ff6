package store

import (
	"context"
	"time"

	"telaio/internal/alert"
)

const alertColumns = `id, token_hash, address_name, sealed, language, query, every, created_at, confirmed_at`

func scanAlert(row scanner) (a alert.Alert, err error) {
	err = row.Scan(&a.ID, &a.TokenHash, &a.AddressName, &a.Sealed, &a.Language, &a.Query, &a.Every, nullTime{&a.CreatedAt}, nullTime{&a.ConfirmedAt})
	return a, err
}

// AddAlert stores what somebody asked for.
func (s *Store) AddAlert(ctx context.Context, a alert.Alert) error {
	return s.exec(ctx, `insert into saved_alert (`+alertColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, a.TokenHash, a.AddressName, a.Sealed, a.Language, a.Query, a.Every, a.CreatedAt.UTC(), orNull(a.ConfirmedAt))
}

// Alert returns the alert that a key opens.
func (s *Store) Alert(ctx context.Context, tokenHash string) (alert.Alert, error) {
	return one(ctx, s.read(ctx), scanAlert, `select `+alertColumns+` from saved_alert where token_hash = $1`, tokenHash)
}

// AlertsOfAddress lists the alerts of one address.
func (s *Store) AlertsOfAddress(ctx context.Context, addressName string) ([]alert.Alert, error) {
	return list(ctx, s.read(ctx), scanAlert, `select `+alertColumns+` from saved_alert where address_name = $1 order by created_at`, addressName)
}

// ConfirmAlert notes that the address is its owner's.
func (s *Store) ConfirmAlert(ctx context.Context, id string, at time.Time) error {
	return s.exec(ctx, `update saved_alert set confirmed_at = $2 where id = $1 and confirmed_at is null`, id, at.UTC())
}

// SetAlertRhythm sets how often somebody is written to.
func (s *Store) SetAlertRhythm(ctx context.Context, id string, every alert.Every) error {
	return s.exec(ctx, `update saved_alert set every = $2 where id = $1`, id, every)
}

// RemoveAlert forgets an alert with its address.
func (s *Store) RemoveAlert(ctx context.Context, id string) error {
	return s.exec(ctx, `delete from saved_alert where id = $1`, id)
}

// RemoveUnconfirmedAlerts forgets those that were asked for before a time and
// that nobody has confirmed.
func (s *Store) RemoveUnconfirmedAlerts(ctx context.Context, before time.Time) (int, error) {
	result, err := s.write(ctx).ExecContext(ctx, `delete from saved_alert where confirmed_at is null and created_at < $1`, before.UTC())
	if err != nil {
		return 0, unavailable(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// AlertFilters lists each filter that a confirmed alert is about, once per rhythm.
func (s *Store) AlertFilters(ctx context.Context) ([]alert.Filter, error) {
	scan := func(row scanner) (f alert.Filter, err error) {
		err = row.Scan(&f.Every, &f.Query)
		return f, err
	}
	return list(ctx, s.read(ctx), scan, `
		select distinct every, query from saved_alert where confirmed_at is not null order by every, query`)
}

// AlertsOfFilter lists the confirmed alerts about a filter.
func (s *Store) AlertsOfFilter(ctx context.Context, f alert.Filter) ([]alert.Alert, error) {
	return list(ctx, s.read(ctx), scanAlert, `
		select `+alertColumns+` from saved_alert where every = $1 and query = $2 and confirmed_at is not null order by id`, f.Every, f.Query)
}

// AlertState returns what a filter found when it was last told.
func (s *Store) AlertState(ctx context.Context, f alert.Filter) (alert.State, error) {
	scan := func(row scanner) (st alert.State, err error) {
		found := ""
		if err = row.Scan(&st.Period, nullTime{&st.At}, &found); err != nil {
			return st, err
		}
		st.Found, err = alert.ReadKnown(found)
		return st, err
	}
	return one(ctx, s.read(ctx), scan, `select period, at, found from saved_alert_state where every = $1 and query = $2`, f.Every, f.Query)
}

// SetAlertState stores what a filter finds.
func (s *Store) SetAlertState(ctx context.Context, f alert.Filter, st alert.State) error {
	return s.exec(ctx, `
		insert into saved_alert_state (every, query, period, at, found) values ($1, $2, $3, $4, $5)
		on conflict (every, query) do update set period = excluded.period, at = excluded.at, found = excluded.found`,
		f.Every, f.Query, st.Period, st.At.UTC(), st.Found.String())
}

// RemoveIdleAlertStates forgets the filters that nobody waits for.
func (s *Store) RemoveIdleAlertStates(ctx context.Context) error {
	return s.exec(ctx, `
		delete from saved_alert_state where not exists (
			select 1 from saved_alert a where a.every = saved_alert_state.every and a.query = saved_alert_state.query)`)
}
