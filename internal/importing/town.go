package importing

import (
	"math"
	"strings"

	"telaio/internal/folding"
	"telaio/internal/organisation"
)

// Confidence says how sure a municipality is.
type Confidence string

// The degrees of confidence.
const (
	Exactly   Confidence = "exact"     // one municipality has that very name, or somebody chose it
	Folded    Confidence = "folded"    // one has it but for accents, case or another spelling
	Assumed   Confidence = "assumed"   // several have it, one of them in Italy
	Ambiguous Confidence = "ambiguous" // several have it: somebody has to choose
	Unknown   Confidence = "unknown"   // none has it; it is kept as it is written
)

// hints narrow the municipalities of one name down.
type hints struct {
	province string // as the gazetteer writes it, two letters in Italy
	region   string // code of the taxonomy
	country  string // ISO 3166-1 alpha-2
	lat, lon float64
}

// matchTown finds the municipality that a file names. Of an ambiguous one it
// returns those there are to choose from.
func matchTown(towns Gazetteer, typed string, h hints) (organisation.Municipality, Confidence, []organisation.Municipality) {
	candidates := towns.Named(typed)
	candidates = keep(candidates, h.country != "", func(m organisation.Municipality) bool { return m.Country == h.country })
	candidates = keep(candidates, h.region != "", func(m organisation.Municipality) bool { return m.Region == h.region })
	// Provinces change more often than registers: one that none has says nothing.
	if in := keep(candidates, true, func(m organisation.Municipality) bool { return m.Province == h.province }); h.province != "" && len(in) > 0 {
		candidates = in
	}
	if located := h.lat != 0 || h.lon != 0; located && len(candidates) > 1 {
		near := keep(candidates, true, func(m organisation.Municipality) bool { return kilometres(m.Lat, m.Lon, h.lat, h.lon) < nearby })
		if len(near) == 1 {
			candidates = near
		}
	}
	switch {
	case len(candidates) == 0:
		return organisation.Municipality{}, Unknown, nil
	case len(candidates) == 1:
		return candidates[0], sureness(candidates[0], typed), nil
	}
	if italian := keep(candidates, true, func(m organisation.Municipality) bool { return m.Country == "IT" }); h.country == "" && len(italian) == 1 {
		return italian[0], Assumed, nil
	}
	return organisation.Municipality{}, Ambiguous, candidates
}

// sureness tells a name as it is written from one that folds to the same.
func sureness(m organisation.Municipality, typed string) Confidence {
	name, _, _ := strings.Cut(typed, "(")
	if strings.TrimSpace(name) == m.Name {
		return Exactly
	}
	return Folded
}

// keep returns the municipalities that fit, all of them if nothing is asked.
func keep(all []organisation.Municipality, asked bool, fits func(organisation.Municipality) bool) []organisation.Municipality {
	if !asked {
		return all
	}
	var kept []organisation.Municipality
	for _, m := range all {
		if fits(m) {
			kept = append(kept, m)
		}
	}
	return kept
}

// nearby is how far a point may be from the centre of its municipality, in
// kilometres.
const nearby = 40

// kilometres is the distance between two points given in degrees, good enough
// to tell towns apart (equirectangular approximation).
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const perDegree = 111.2
	x := (lon2 - lon1) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return perDegree * math.Hypot(x, lat2-lat1)
}

// townKey is how a municipality is asked about once for a whole file.
func townKey(typed string, h hints) string {
	parts := []string{folding.Fold(typed)}
	for _, more := range []string{h.province, h.region, h.country} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, " · ")
}
