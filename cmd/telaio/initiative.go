package main

import (
	"errors"
	"slices"
	"time"

	"telaio/internal/initiative"
	"telaio/internal/kit"
)

// readSheets makes the forms of the kits' initiative sheets, and puts the use
// cases of initiatives together.
func (p *program) readSheets() error {
	newest, ok := p.library.NewestKit()
	if !ok {
		return errors.New("content: there is no kit, and so no sheet for initiatives")
	}
	var kits []*kit.Kit
	for _, versions := range p.library.Kits {
		kits = slices.Concat(kits, versions)
	}
	sheets, err := initiative.NewSheets(kits, newest, p.library.Messages, p.library.Taxonomies)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		zone = time.UTC
	}
	p.initiatives = initiative.UseCases{
		Records: p.store, People: p.store, Sheets: sheets, Notice: p.noticeOf, Clock: p.clock, Zone: zone,
	}
	return nil
}

// noticeOf names the privacy notice that a person reads in the language.
func (p *program) noticeOf(language string) (version, hash string) {
	notice := notices{p.library}.Notice(language)
	return notice.Version, notice.Hash
}
