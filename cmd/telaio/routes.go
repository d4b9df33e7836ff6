package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// routesCommand lists every address that the site answers: for newcomers to the
// code, and for the browser tests, which look at each page.
type routesCommand struct{}

// Run lists them.
func (routesCommand) Run(ctx context.Context, to terminal) error {
	routes, err := allRoutes(ctx, "")
	if err != nil {
		return err
	}
	var lines []string
	for _, route := range routes {
		for _, lang := range i18n.Languages() {
			if path, ok := route.Paths[lang]; ok {
				lines = append(lines, strings.Join([]string{path, route.Method, route.Name, string(route.Action)}, "\t"))
			}
		}
	}
	slices.Sort(lines)
	table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
	for _, line := range lines {
		fmt.Fprintln(table, line)
	}
	return table.Flush()
}

// allRoutes are those of a site with the content of the folder. Its pages are
// put together over an empty database of their own.
func allRoutes(ctx context.Context, contentFolder string) ([]shell.Route, error) {
	folder, err := os.MkdirTemp("", "telaio-routes-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for an empty database: %w", err)
	}
	defer os.RemoveAll(folder)
	p, err := openProgram(ctx, siteFlags{
		databaseFlags: databaseFlags{Data: folder}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1",
		HelpMail: "aiuto@telaio.example", Content: contentFolder,
	}, true, terminal{io.Discard, io.Discard})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	server, err := p.server()
	if err != nil {
		return nil, err
	}
	return server.AllRoutes(), nil
}

// linkable reports whether a text may link to the page of the name: one that
// stands alone and needs no further word in its address.
func linkable(routes []shell.Route) func(name string) bool {
	names := map[string]bool{}
	for _, route := range routes {
		path := strings.TrimSuffix(route.Paths[i18n.Italian], "{$}")
		if route.Method == http.MethodGet && !strings.Contains(path, "{") {
			names[route.Name] = true
		}
	}
	return func(name string) bool { return names[name] }
}
