package intake

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

func readPlaces(answers questionnaire.Answers, towns Municipalities) []organisation.ExactPlace {
	var places []organisation.ExactPlace
	ids := newIDs()
	for _, item := range items(answers, placesID) {
		p := readPlace(item, towns)
		if p == (organisation.ExactPlace{Publicity: p.Publicity}) {
			continue
		}
		p.ID = ids.of(item)
		places = append(places, p)
	}
	if p, ok := suggestedPlace(answers, towns); ok {
		p.ID = ids.of(nil)
		places = append(places, p)
	}
	return places
}

func readPlace(item questionnaire.Answers, towns Municipalities) organisation.ExactPlace {
	p := organisation.ExactPlace{
		Kind:         text(item, "place_kind"),
		Name:         text(item, "place_name"),
		Publicity:    publicity(text(item, "place_publicity")),
		Address:      text(item, "place_address"),
		Municipality: municipality(item["place_municipality"], towns),
	}
	p.Lat, p.Lon, _ = point(text(item, "place_point"))
	return p
}

// suggestedPlace is the one municipality that a suggestion names.
func suggestedPlace(answers questionnaire.Answers, towns Municipalities) (organisation.ExactPlace, bool) {
	m := municipality(answers["municipality"], towns)
	if m == (organisation.Municipality{}) {
		return organisation.ExactPlace{}, false
	}
	return organisation.ExactPlace{Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: m}, true
}

// publicity keeps back what nobody chose to show: no choice shows the
// municipality only, as the question says, and an unknown one nothing.
func publicity(code string) organisation.Publicity {
	switch p := organisation.Publicity(code); p {
	case "":
		return organisation.PublicityMunicipality
	case organisation.PublicityExact, organisation.PublicityMunicipality, organisation.PublicityCountry:
		return p
	default:
		return organisation.PublicityWithheld
	}
}

// municipality is the gazetteer's, or only the typed name where it knows none.
func municipality(v questionnaire.Value, towns Municipalities) organisation.Municipality {
	if v.Missing != questionnaire.Answered {
		return organisation.Municipality{}
	}
	if len(v.Codes) > 0 && towns != nil {
		if m, ok := towns.ByCode(v.Codes[0]); ok {
			return m
		}
	}
	return organisation.Municipality{Name: strings.TrimSpace(v.Text)}
}

// point reads latitude and longitude, with a point or a comma for the decimals.
func point(s string) (lat, lon float64, err error) {
	if s == "" {
		return 0, 0, nil
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ';' })
	if len(parts) == 1 {
		parts = strings.Split(s, ",")
	}
	if len(parts) != 2 {
		return 0, 0, fmt.Errorf("a point has two numbers, not %d", len(parts))
	}
	if lat, err = degrees(parts[0], 90); err != nil {
		return 0, 0, err
	}
	if lon, err = degrees(parts[1], 180); err != nil {
		return 0, 0, err
	}
	return lat, lon, nil
}

func degrees(s string, largest float64) (float64, error) {
	s = strings.Replace(strings.Trim(s, ", "), ",", ".", 1)
	d, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("read degrees: %w", err)
	}
	if math.IsNaN(d) || math.Abs(d) > largest {
		return 0, fmt.Errorf("%v is beyond %v degrees", d, largest)
	}
	return d, nil
}

func pointText(lat, lon float64) string {
	if lat == 0 && lon == 0 {
		return ""
	}
	return strconv.FormatFloat(lat, 'f', -1, 64) + ", " + strconv.FormatFloat(lon, 'f', -1, 64)
}
