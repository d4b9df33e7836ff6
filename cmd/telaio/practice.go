package main

import (
	"telaio/internal/kit"
	"telaio/internal/practice"
	practicepage "telaio/internal/web/page/practice"
	"telaio/internal/web/shell"
)

// practiceRoutes are the public catalogue of good practices.
func (p *program) practiceRoutes() []shell.Route {
	return practicepage.Pages{Catalogue: p.practices, Vocabulary: p.practiceVocabulary()}.Routes()
}

// practiceVocabulary is what the practices' codes are taken from.
func (p *program) practiceVocabulary() practice.Vocabulary {
	newest, ok := p.library.NewestKit()
	if !ok {
		newest = &kit.Kit{} // an observatory without a kit has practices all the same
	}
	return practice.Vocabulary{Taxonomies: p.library.Taxonomies, Kit: newest}
}
