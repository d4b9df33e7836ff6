package hsds

import (
	"context"
	"slices"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/hsds"
	"telaio/internal/publication"
)

type servicesInput struct {
	Paging
	Filter
	Full    bool `query:"full"`
	Minimal bool `query:"minimal"`
}

// services answers with services. Whole ones have their organisation and places.
func (p Pages) services(ctx context.Context, in *servicesInput) (*paged[hsds.Service], error) {
	c, err := p.understand(in.Paging, in.Filter)
	if err != nil {
		return nil, err
	}
	name := "services"
	if in.Full {
		name = "services-full"
	}
	if in.Minimal {
		name = "services-minimal"
	}
	writer := p.writer()
	return answer(ctx, p, listing[hsds.Service]{
		name: name, count: func(e *atlas.Entry) int { return len(c.forms(e.Forms)) },
		of: func(page publication.Page) []hsds.Service {
			services := writer.Services(only(page, c), in.Full && !in.Minimal)
			if in.Minimal {
				for i, s := range services {
					services[i] = hsds.Service{ID: s.ID, Name: s.Name, Status: s.Status, LastModified: s.LastModified}
				}
			}
			return services
		},
	}, in.Paging, c)
}

// only leaves the page the forms of solidarity whose services were asked for.
func only(page publication.Page, c chosen) publication.Page {
	wanted := c.forms(page.Card.Forms())
	kept := page.Card.Solidarity[:0:0]
	for _, s := range page.Card.Solidarity {
		if slices.Contains(wanted, s.Form) {
			kept = append(kept, s)
		}
	}
	page.Card.Solidarity = kept
	return page
}

type idInput struct {
	ID string `path:"id" maxLength:"100"`
}

type one[T any] struct{ Body T }

// pick finds one of an organisation's things by its UUID.
func pick[T any](ctx context.Context, p Pages, uuid string, of func(publication.Page) []T, id func(T) string) (*one[T], error) {
	page, ok, err := p.find(ctx, uuid)
	if err != nil {
		return nil, err
	}
	if ok {
		for _, thing := range of(page) {
			if id(thing) == uuid {
				return &one[T]{thing}, nil
			}
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}

func (p Pages) service(ctx context.Context, in *idInput) (*one[hsds.Service], error) {
	return pick(ctx, p, in.ID, func(page publication.Page) []hsds.Service { return p.writer().Services(page, true) }, func(s hsds.Service) string { return s.ID })
}

type organizationsInput struct {
	Paging
	TermID      string `query:"taxonomy_term_id"`
	TaxonomyID  string `query:"taxonomy_id"`
	Full        bool   `query:"full"`
	FullService bool   `query:"full_service"`
}

// organizations answers with organisations.
func (p Pages) organizations(ctx context.Context, in *organizationsInput) (*paged[hsds.Organization], error) {
	c, err := p.understand(in.Paging, Filter{TermID: in.TermID, TaxonomyID: in.TaxonomyID})
	if err != nil {
		return nil, err
	}
	name := "organizations"
	if in.Full {
		name += "-full"
	}
	if in.FullService {
		name += "-service"
	}
	return answer(ctx, p, listing[hsds.Organization]{
		name: name, count: func(*atlas.Entry) int { return 1 },
		of: func(page publication.Page) []hsds.Organization {
			return []hsds.Organization{p.whole(page, in.Full, in.FullService)}
		},
	}, in.Paging, c)
}

// whole is an organisation with its services, by name if they are not to be
// full.
func (p Pages) whole(page publication.Page, full, fullService bool) hsds.Organization {
	writer := p.writer()
	o := writer.Organization(page, full)
	if !full && !fullService {
		return o
	}
	for _, s := range writer.Services(page, fullService) {
		if s.Organization = nil; !fullService {
			s = hsds.Service{ID: s.ID, Name: s.Name, Status: s.Status}
		}
		o.Services = append(o.Services, s)
	}
	return o
}

type organizationInput struct {
	ID          string `path:"id" maxLength:"100"`
	FullService bool   `query:"full_service"`
}

func (p Pages) organization(ctx context.Context, in *organizationInput) (*one[hsds.Organization], error) {
	return pick(ctx, p, in.ID, func(page publication.Page) []hsds.Organization {
		return []hsds.Organization{p.whole(page, true, in.FullService)}
	}, func(o hsds.Organization) string { return o.ID })
}

type placesInput struct {
	Paging
	Filter
	Full bool `query:"full"`
}

// servicesAtLocations answers with services at places.
func (p Pages) servicesAtLocations(ctx context.Context, in *placesInput) (*paged[hsds.ServiceAtLocation], error) {
	c, err := p.understand(in.Paging, in.Filter)
	if err != nil {
		return nil, err
	}
	name := "service_at_locations"
	if in.Full {
		name += "-full"
	}
	return answer(ctx, p, listing[hsds.ServiceAtLocation]{
		name: name, count: func(e *atlas.Entry) int { return len(c.forms(e.Forms)) * e.Places },
		of: func(page publication.Page) []hsds.ServiceAtLocation {
			all := p.writer().ServicesAtLocations(only(page, c))
			for i := range all {
				if !in.Full {
					all[i].Location = nil
				}
			}
			return all
		},
	}, in.Paging, c)
}

func (p Pages) serviceAtLocation(ctx context.Context, in *idInput) (*one[hsds.ServiceAtLocation], error) {
	return pick(ctx, p, in.ID, p.writer().ServicesAtLocations, func(s hsds.ServiceAtLocation) string { return s.ID })
}

// locations answers with the public places of the organisations that fit.
func (p Pages) locations(ctx context.Context, in *placesInput) (*paged[hsds.Location], error) {
	c, err := p.understand(in.Paging, in.Filter)
	if err != nil {
		return nil, err
	}
	return answer(ctx, p, listing[hsds.Location]{
		name: "locations", count: func(e *atlas.Entry) int { return e.Places }, of: p.writer().Locations,
	}, in.Paging, c)
}

func (p Pages) location(ctx context.Context, in *idInput) (*one[hsds.Location], error) {
	return pick(ctx, p, in.ID, p.writer().Locations, func(l hsds.Location) string { return l.ID })
}
