package main

import (
	"telaio/internal/kit"
	"telaio/internal/practice"
	practicepage "telaio/internal/web/page/practice"
	"telaio/internal/web/shell"
)

// practiceRoutes are the public catalogue of good practices, and where the team
// writes them.
func (p *program) practiceRoutes() []shell.Route {
	vocabulary := p.practiceVocabulary()
	public := practicepage.Pages{Catalogue: p.practices, Vocabulary: vocabulary}
	desk := practicepage.DeskPages{
		Desk: &practice.Desk{Store: p.store, Vocabulary: vocabulary, Clock: p.clock}, Atlas: p.index, Clock: p.clock,
	}
	return append(public.Routes(), p.publishing(desk.Routes())...)
}

// practiceVocabulary is what the practices' codes are taken from.
func (p *program) practiceVocabulary() practice.Vocabulary {
	newest, ok := p.library.NewestKit()
	if !ok {
		newest = &kit.Kit{} // an observatory without a kit has practices all the same
	}
	return practice.Vocabulary{Taxonomies: p.library.Taxonomies, Kit: newest}
}
