// Command bundle makes what the program embeds for browsers: the scripts of the
// TypeScript modules under internal/web. It takes the project's folder as its
// argument and writes to internal/web/asset/dist, which is never committed.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := bundle(root); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

func bundle(root string) error {
	dist := filepath.Join(root, "internal", "web", "asset", "dist")
	web := filepath.Join(root, "internal", "web")
	if err := writeScripts(web, dist); err != nil {
		return err
	}
	folder := filepath.Join(web, mapFolder)
	if err := writeMap(folder, dist); err != nil {
		return err
	}
	return writeStreets(folder, dist)
}

// first lists the modules that the pages use to which people come first
// (shell.Head.First). All other pages take another script besides, with the rest.
var first = []string{
	"page/atlas/near.ts", "part/action/action.ts", "part/crumbs/back.ts", "part/form/town.ts", "part/townmap/live.ts",
}

// writeScripts joins the modules into two scripts, which a browser runs after the
// page is there.
func writeScripts(web, dist string) error {
	modules, err := scripts(web)
	if err != nil {
		return err
	}
	more := slices.DeleteFunc(slices.Clone(modules), func(module string) bool { return slices.Contains(first, module) })
	if len(more)+len(first) != len(modules) {
		return fmt.Errorf("not all of %v are there", first)
	}
	return errors.Join(writeScript(web, filepath.Join(dist, "script.js"), first), writeScript(web, filepath.Join(dist, "more.js"), more))
}

func writeScript(web, to string, modules []string) error {
	var entry strings.Builder
	for _, module := range modules {
		fmt.Fprintf(&entry, "import %q;\n", "./"+module)
	}
	return build(api.BuildOptions{
		Stdin:   &api.StdinOptions{Contents: entry.String(), ResolveDir: web, Sourcefile: "script.ts", Loader: api.LoaderTS},
		Outfile: to,
	})
}

// mapFolder, below internal/web, has the modules of the map that can be moved.
// They are a script of their own, which the atlas loads when the map is seen.
var mapFolder = filepath.Join("part", "livemap")

// writeMap makes the map's script and style sheet and the module for tiles, or says
// that it cannot.
func writeMap(folder, dist string) error {
	if _, err := os.Stat(filepath.Join(folder, "..", "..", "..", "..", "node_modules", "leaflet.markercluster")); err != nil {
		fmt.Println("bundle: Leaflet is not there: the map cannot be moved (npm ci)")
		return nil
	}
	if err := build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(folder, "tiles.ts")},
		Outfile:     filepath.Join(dist, "tiles.js"),
		Format:      api.FormatESModule,
		Plugins:     []api.Plugin{atHand()},
	}); err != nil {
		return err
	}
	return build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(folder, "livemap.ts")},
		Outfile:     filepath.Join(dist, "livemap.js"),
		Inject:      []string{filepath.Join(folder, "leaflet.ts")}, // plugins take Leaflet from a global L
		Plugins:     []api.Plugin{lean()},
		// Pictures that Leaflet's style sheet names are for parts that are not used.
		Loader: map[string]api.Loader{".png": api.LoaderEmpty},
	})
}

// writeStreets makes the module that draws the operator's own map of streets, or
// says that it cannot.
func writeStreets(folder, dist string) error {
	if _, err := os.Stat(filepath.Join(folder, "..", "..", "..", "..", "node_modules", "protomaps-leaflet")); err != nil {
		fmt.Println("bundle: protomaps-leaflet is not there: --map-archive shows nothing (npm ci)")
		return nil
	}
	return build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(folder, "streets.ts")},
		Outfile:     filepath.Join(dist, "streets.js"),
		Format:      api.FormatESModule,
	})
}

// build bundles for browsers, as one script unless another format is asked for.
func build(o api.BuildOptions) error {
	result := api.Build(api.BuildOptions{
		Stdin:            o.Stdin,
		EntryPoints:      o.EntryPoints,
		Outfile:          o.Outfile,
		Loader:           o.Loader,
		Inject:           o.Inject,
		Plugins:          o.Plugins,
		Bundle:           true,
		Format:           cmp.Or(o.Format, api.FormatIIFE),
		Target:           api.ES2020,
		Charset:          api.CharsetUTF8,
		LegalComments:    api.LegalCommentsInline,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Write: true,
	})
	if len(result.Errors) == 0 {
		return nil
	}
	lines := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
	return errors.New(strings.TrimSpace(strings.Join(lines, "\n")))
}

// scripts lists the TypeScript modules below dir in a fixed order.
func scripts(dir string) ([]string, error) {
	var modules []string
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && file == filepath.Join(dir, mapFolder) {
			return filepath.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".ts") || strings.HasSuffix(file, ".d.ts") || strings.HasSuffix(file, ".test.ts") {
			return err
		}
		module, err := filepath.Rel(dir, file)
		modules = append(modules, filepath.ToSlash(module))
		return err
	})
	slices.Sort(modules)
	return modules, err
}
