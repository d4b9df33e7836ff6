package main

import (
	"fmt"
	"slices"
	"time"

	"telaio/internal/initiative"
	"telaio/internal/kit"
	initiativepage "telaio/internal/web/page/initiative"
	"telaio/internal/web/shell"
)

// initiativeRoutes are the pages on which an organisation describes what it does
// and measures what changes.
func (p *program) initiativeRoutes() ([]shell.Route, error) {
	useCases, err := p.initiatives()
	if err != nil {
		return nil, err
	}
	return initiativepage.Pages{UseCases: useCases}.Routes(), nil
}

// noticeOf names the privacy notice that a person reads in the language.
func (p *program) noticeOf(language string) (version, hash string) {
	notice := notices{p.library}.Notice(language)
	return notice.Version, notice.Hash
}

// initiatives puts their use cases together.
func (p *program) initiatives() (initiative.UseCases, error) {
	newest, ok := p.library.NewestKit()
	if !ok {
		return initiative.UseCases{}, fmt.Errorf("content: there is no kit, and so no sheet for initiatives")
	}
	var kits []*kit.Kit
	for _, versions := range p.library.Kits {
		kits = slices.Concat(kits, versions)
	}
	sheets, err := initiative.NewSheets(kits, newest, p.library.Messages, p.library.Taxonomies)
	if err != nil {
		return initiative.UseCases{}, err
	}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		zone = time.UTC
	}
	return initiative.UseCases{Records: p.store, People: p.store, Sheets: sheets, Notice: p.noticeOf, Clock: p.clock, Zone: zone}, nil
}
