package main

import (
	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/store"
	"telaio/internal/web/page/signin"
	"telaio/internal/web/shell"
)

// accountRoutes are the pages about people: the way in, one's own access, roles.
func (p *program) accountRoutes() []shell.Route {
	in := entrance(p.store, p.clock, p.site.BaseURL)
	return signin.Pages{Entrance: in, Sessions: sessions(p.store, p.clock)}.Routes()
}

// entrance lets people in to the site at baseURL.
func entrance(s *store.Store, c clock.Clock, baseURL string) account.Entrance {
	return account.Entrance{Store: s, Outbox: s, Clock: c, EnterURL: signin.EnterURL(baseURL)}
}

func people(s *store.Store, c clock.Clock) account.People { return account.People{Store: s, Clock: c} }

func sessions(s *store.Store, c clock.Clock) account.Sessions {
	return account.Sessions{Store: s, Clock: c}
}
