package main

import (
	"log/slog"
	"net/http"

	"telaio/internal/web/shell"
)

// publishing lets the public pages follow at once what the forms among the
// routes publish or take back. Other nodes follow a moment later, and so does
// this one if it cannot now.
func (p *program) publishing(routes []shell.Route) []shell.Route {
	for i := range routes {
		if routes[i].Method != http.MethodPost {
			continue
		}
		handle := routes[i].Handle
		routes[i].Handle = func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
			if err := handle(w, r, v); err != nil {
				return err
			}
			if err := p.index.Refresh(r.Context()); err != nil {
				p.log.LogAttrs(r.Context(), slog.LevelWarn, "the atlas follows later", slog.Any("error", err))
			}
			return nil
		}
	}
	return routes
}
