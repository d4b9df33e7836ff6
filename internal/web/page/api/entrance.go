package api

import (
	"context"

	"telaio/internal/i18n"
	"telaio/internal/publication"
)

// Entrance says where everything is, to a program that knows the root only.
type Entrance struct {
	Version       string `json:"version"`
	Licence       string `json:"licence"`
	Guide         string `json:"guide"`
	OpenAPI       string `json:"openapi"`
	Organisations string `json:"organisations"`
	Places        string `json:"places"`
	Initiatives   string `json:"initiatives"`
	Taxonomies    string `json:"taxonomies"`
	Changes       string `json:"changes"`
}

type entranceOutput struct{ Body Entrance }

// entrance answers with the addresses of the interface.
func (p Pages) entrance(context.Context, *struct{}) (*entranceOutput, error) {
	base := p.Site.BaseURL + Root
	return &entranceOutput{Entrance{
		Version: version, Licence: publication.Licence, Guide: p.Site.BaseURL + p.Site.Paths.In(i18n.English, "api"), OpenAPI: base + "/openapi.json",
		Organisations: base + "/organisations", Places: base + "/places", Initiatives: base + "/initiatives",
		Taxonomies: base + "/taxonomies", Changes: base + "/changes",
	}}, nil
}
