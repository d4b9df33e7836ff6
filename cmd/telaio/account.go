package main

import (
	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/store"
	"telaio/internal/web/page/mailbox"
	"telaio/internal/web/page/ownaccount"
	peoplepage "telaio/internal/web/page/people"
	"telaio/internal/web/page/signin"
	"telaio/internal/web/shell"
)

// accountRoutes are the pages about people: the way in, one's own access, roles, and the
// mails of a demonstration.
func (p *program) accountRoutes() []shell.Route {
	in, open, all := entrance(p.store, p.clock, p.site.BaseURL), sessions(p.store, p.clock), people(p.store, p.clock)
	routes := append(signin.Pages{Entrance: in, Sessions: open}.Routes(), ownaccount.Pages{Sessions: open, People: all}.Routes()...)
	routes = append(routes, peoplepage.Pages{People: all}.Routes()...)
	if p.demo && p.flags.SMTPURL == "" {
		routes = append(routes, mailbox.Pages{Folder: p.mailFolder()}.Routes()...)
	}
	return routes
}

// entrance lets people in to the site at baseURL.
func entrance(s *store.Store, c clock.Clock, baseURL string) account.Entrance {
	return account.Entrance{Store: s, Outbox: s, Clock: c, EnterURL: signin.EnterURL(baseURL)}
}

func people(s *store.Store, c clock.Clock) account.People {
	return account.People{Store: s, Organisations: s, Clock: c}
}

func sessions(s *store.Store, c clock.Clock) account.Sessions {
	return account.Sessions{Store: s, Clock: c}
}
