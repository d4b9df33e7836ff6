package main

import (
	"telaio/internal/content"
	"telaio/internal/i18n"
	"telaio/internal/participation"
	"telaio/internal/picture"
	"telaio/internal/web/page/participate"
	"telaio/internal/web/page/status"
	"telaio/internal/web/shell"
)

// mostWaiting is how many submissions may wait for the team before sending has
// to wait too.
const mostWaiting = 2_000

// participation puts the use cases of taking part together.
func (p *program) participation() participation.UseCases {
	return participation.UseCases{
		Store: p.store, People: p.store, Outbox: p.store, Questionnaires: p.library, Towns: p.towns, Files: p.files,
		Pictures: picture.NewMaker(), Notices: notices{p.library}, Links: participate.Links{Site: p.site},
		Clock: p.clock, Directory: p.directory, MostWaiting: mostWaiting,
	}
}

// participationRoutes are the way in and the pages on which it is followed.
func (p *program) participationRoutes() []shell.Route {
	useCases := p.participation()
	return append(participate.Pages{UseCases: useCases}.Routes(), p.publishing(status.Pages{UseCases: useCases}.Routes())...)
}

// notices is the privacy notice as the content has it.
type notices struct{ library *content.Library }

// Notice names the version that a participant reads in the language.
func (n notices) Notice(language string) participation.Notice {
	page, _ := n.library.Page("notice", i18n.Language(language))
	return participation.Notice{Version: page.Version, Hash: page.Hash}
}
