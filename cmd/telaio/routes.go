package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"telaio/internal/i18n"
)

// routesCommand lists every address that the site answers: for newcomers to the
// code, and for the browser tests, which look at each page.
type routesCommand struct{}

// Run lists them. The pages are put together over an empty database of their own.
func (routesCommand) Run(ctx context.Context, to terminal) error {
	folder, err := os.MkdirTemp("", "telaio-routes-")
	if err != nil {
		return fmt.Errorf("make a folder for an empty database: %w", err)
	}
	defer os.RemoveAll(folder)
	p, err := openProgram(ctx, siteFlags{
		databaseFlags: databaseFlags{Data: folder}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1",
		HelpMail: "aiuto@telaio.example",
	}, true, to)
	if err != nil {
		return err
	}
	defer p.Close()
	server, err := p.server()
	if err != nil {
		return err
	}
	var lines []string
	for _, route := range server.AllRoutes() {
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
