package main

import (
	"os"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// unusedModules are parts of Leaflet that others bring along, each with what
// stands for it: points are never dragged, have icons of their own, and browsers
// without SVG are gone.
var unusedModules = map[string]string{
	"./Marker.Drag":  "export let MarkerDrag;",
	"./Icon.Default": "export class IconDefault {}",
	"./SVG.VML":      "export let vmlMixin, vmlCreate;",
}

// unusedStyle is about parts of Leaflet that the map does not have.
var (
	unusedStyle = regexp.MustCompile(`tooltip|layers|scale|image-layer|vml|oldie|default-icon|crosshair|close-button|safari|attribution-flag|leaflet-div-icon`)
	cssRule     = regexp.MustCompile(`[^{}]*\{[^{}]*\}`)
)

// lean leaves out of Leaflet what the map does not use.
func lean() api.Plugin {
	return api.Plugin{Name: "lean", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^\./(Marker\.Drag|Icon\.Default|SVG\.VML)$`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: a.Path, Namespace: "unused"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: "unused"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			contents := unusedModules[a.Path]
			return api.OnLoadResult{Contents: &contents}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `leaflet\.css$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			raw, err := os.ReadFile(a.Path)
			contents := cssRule.ReplaceAllStringFunc(string(raw), leanRule)
			return api.OnLoadResult{Contents: &contents, Loader: api.LoaderCSS}, err
		})
	}}
}

// tileModules are the parts of Leaflet that only tiles need. What they import of
// its other parts is in the page by then, under the global name L.
var (
	tileModules = regexp.MustCompile(`/(GridLayer|TileLayer|Control\.Attribution)(\.js)?$`)
	namespaces  = regexp.MustCompile(`/(Util|DomUtil|DomEvent|Browser)$`)
)

// atHand takes from L what a module of tiles imports of other parts of Leaflet.
func atHand() api.Plugin {
	return api.Plugin{Name: "at hand", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^\.`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			if !strings.Contains(a.Importer, "leaflet") || tileModules.MatchString(a.Path) {
				return api.OnResolveResult{}, nil
			}
			return api.OnResolveResult{Path: a.Path, Namespace: "at-hand"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: "at-hand"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			contents := "module.exports = {...L, toLatLngBounds: L.latLngBounds};"
			if name := namespaces.FindStringSubmatch(a.Path); name != nil {
				contents = "module.exports = L." + name[1] + ";"
			}
			return api.OnLoadResult{Contents: &contents}, nil
		})
	}}
}

// leanRule is a rule of a style sheet, "" if all its selectors are about what is
// not used.
func leanRule(rule string) string {
	selectors, _, _ := strings.Cut(rule, "{")
	for selector := range strings.SplitSeq(selectors, ",") {
		if !unusedStyle.MatchString(selector) {
			return rule
		}
	}
	return ""
}
