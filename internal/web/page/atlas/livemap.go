package atlas

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/web/asset"
	"telaio/internal/web/shell"
)

// mapRoutes are what the map that can be moved asks for.
func (p Pages) mapRoutes() []shell.Route {
	return []shell.Route{
		p.hereRoute(),
		{
			Name: "atlas-map", Method: http.MethodGet, Paths: shell.Both("/atlante/mappa.json", "/en/atlas/map.json"), Action: account.ReadPublic,
			Handle: p.liveMap, Cached: true, Query: atlas.Parameters(), Limit: shell.LimitSearch,
		},
		{
			Name: "atlas-grid", Method: http.MethodGet, Paths: shell.Only("/atlante/griglia.json"), Action: account.ReadPublic,
			Handle: p.grid, Limit: shell.LimitSave, // one request for each move
		},
		{
			Name: "atlas-markers", Method: http.MethodGet, Paths: shell.Only("/atlante/punti/{hash}"), Action: account.ReadPublic,
			Handle: p.sendMarkers,
		},
	}
}

// liveMap is what the map shows of a query and the words that it needs. The
// points themselves are elsewhere, under an address that changes with them.
type liveMap struct {
	Markers      string            `json:"markers,omitempty"` // address of all points, or
	Grid         string            `json:"grid,omitempty"`    // of counts
	Found        string            `json:"found,omitempty"`   // bits in base64; none = all
	Towns        map[int]string    `json:"towns,omitempty"`   // of the points, by number, that the reader knows by another name
	Total        int               `json:"total"`
	Located      int               `json:"located"`
	Area         *[4]float64       `json:"area"` // south, west, north, east
	List         string            `json:"list"` // address of the list without the area
	Organisation string            `json:"organisation"`
	Land         string            `json:"land"`
	Tiles        string            `json:"tiles,omitempty"`
	TilesMade    string            `json:"tilesScript,omitempty"`   // of the module that tiles of either kind need
	Streets      string            `json:"streets,omitempty"`       // address of an archive of tiles, and
	StreetsMade  string            `json:"streetsScript,omitempty"` // of the module that draws it
	Credit       string            `json:"credit,omitempty"`
	Words        map[string]string `json:"words"`
}

func (p Pages) liveMap(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	q := atlas.Parse(r.URL.Query(), v.Site.Taxonomies).WithoutNear()
	q.Page, q.Order = 0, ""
	found, err := p.Index.OnMap(r.Context(), q)
	if err != nil {
		return fmt.Errorf("answer a query for the map: %w", err)
	}
	m := liveMap{
		Total: found.Total, Located: found.Located, Organisation: v.Path("organisation"), Land: v.Site.Assets.MapLand,
		Tiles: p.Tiles.URL, Credit: p.Tiles.Credit, Words: mapWords(v),
	}
	if p.Tiles.URL != "" || p.Tiles.Archive != "" {
		m.TilesMade = v.Site.Assets.MapTiles
	}
	if p.Tiles.Archive != "" && v.Site.Assets.MapStreets != "" {
		m.Streets, m.StreetsMade = p.Tiles.Archive, v.Site.Assets.MapStreets
	}
	m.List = q.WithoutArea().At(v.Path("atlas"))
	if q.Area != (atlas.Area{}) {
		m.Area = degrees(q.Area)
	}
	if found.Snapshot.Size() > atlas.MostMarkers {
		m.Grid = gridPath(v, q)
	} else {
		hash, err := p.markers.of(found.Snapshot)
		if err != nil {
			return err
		}
		m.Markers, m.Found = v.Path("atlas-markers", "hash", hash), base64.StdEncoding.EncodeToString(found.Found)
		m.Towns = called(v, found.Snapshot.MarkerTowns())
	}
	return sendJSON(w, m)
}

// gridPath is the address of the counts of a query, for the reader's language.
func gridPath(v *shell.Visit, q atlas.Query) string {
	path := v.Path("atlas-grid") + "?" + shell.LanguageParameter + "=" + string(v.Language)
	if asked := q.Encode(); asked != "" {
		path += "&" + asked
	}
	return path
}

// called are the towns that have another name in the reader's language than the
// points have, by number.
func called(v *shell.Visit, towns []organisation.Municipality) map[int]string {
	others := map[int]string{}
	for i := range towns {
		if name := v.Town(&towns[i]); name != towns[i].Name {
			others[i] = name
		}
	}
	return others
}

func degrees(a atlas.Area) *[4]float64 {
	south, west := atlas.Point{Lat: a.South, Lon: a.West}.Degrees()
	north, east := atlas.Point{Lat: a.North, Lon: a.East}.Degrees()
	return &[4]float64{south, west, north, east}
}

// sendJSON answers with what may be different a moment later.
func sendJSON(w http.ResponseWriter, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write an answer for the map: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, no-cache")
	_, _ = w.Write(raw) // when it fails the reader has gone
	return nil
}

func mapWords(v *shell.Visit) map[string]string {
	words := map[string]string{}
	for _, key := range []string{
		"map", "zoom_in", "zoom_out", "several", "many", "close", "stale", "in_view", "outdated",
	} {
		words[key] = v.T("livemap." + key)
	}
	return words
}

// sendMarkers answers with the points under their hash. Of points that are no
// longer true it knows nothing: the map asks anew.
func (p Pages) sendMarkers(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	file := p.markers.find(r.PathValue("hash"))
	if file == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	file.Send(w, r)
	return nil
}

// keptMarkers are the points of the present snapshot and of the one before,
// compressed: whoever was told the address of these still gets them.
type keptMarkers struct {
	mu    sync.Mutex
	files [2]*asset.File
	names [2]string
}

// of keeps the snapshot's points and returns their hash.
func (k *keptMarkers) of(s *atlas.Snapshot) (string, error) {
	made, err := s.Markers()
	if err != nil {
		return "", err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.names[0] != made.Hash {
		k.files[1], k.names[1] = k.files[0], k.names[0]
		k.files[0], k.names[0] = asset.NewFile("application/json", made.Body), made.Hash
	}
	return made.Hash, nil
}

func (k *keptMarkers) find(hash string) *asset.File {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, name := range k.names {
		if name == hash {
			return k.files[i]
		}
	}
	return nil
}

// grid is the counts of a part of the map, written as short as they are many.
type grid struct {
	Cells [][3]int32 `json:"cells"` // latitude, longitude, how many
	Pins  [][]any    `json:"pins"`  // latitude, longitude, name, slug, town, 1 if not confirmed for long
	Total int        `json:"total"`
}

func (p Pages) grid(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	values := r.URL.Query()
	view := atlas.ParseArea(values.Get("vista"))
	if view == (atlas.Area{}) {
		view = atlas.ParseArea("-90,-180,90,180")
	}
	zoom, err := strconv.Atoi(strings.TrimSpace(values.Get("ingrandimento")))
	if err != nil {
		zoom = 0
	}
	found, err := p.Index.Grid(r.Context(), atlas.Parse(values, v.Site.Taxonomies).WithoutNear(), view, zoom)
	if err != nil {
		return fmt.Errorf("count for the map: %w", err)
	}
	g := grid{Cells: [][3]int32{}, Pins: [][]any{}, Total: found.Total}
	for _, c := range found.Cells {
		g.Cells = append(g.Cells, [3]int32{c.Lat, c.Lon, int32(c.Count)})
	}
	for _, pin := range found.Pins {
		stale := 0
		if pin.Stale {
			stale = 1
		}
		town := ""
		if pin.Town != nil {
			town = v.Town(pin.Town)
		}
		g.Pins = append(g.Pins, []any{pin.Lat, pin.Lon, pin.Name, pin.Slug, town, stale})
	}
	return sendJSON(w, g)
}

// Tiles are a map of streets under the points, if the operator serves one: by
// tile, or as one archive. Without either there are outlines of land alone.
type Tiles struct {
	URL     string // with {z}, {x} and {y}
	Archive string // address of a PMTiles archive
	Credit  string // in plain text
}

// mapIndex is what the map that can be moved asks of the atlas.
type mapIndex interface {
	OnMap(ctx context.Context, q atlas.Query) (atlas.OnMap, error)
	Grid(ctx context.Context, q atlas.Query, view atlas.Area, zoom int) (atlas.Grid, error)
}
