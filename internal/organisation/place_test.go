package organisation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"telaio/internal/organisation"
)

func secretPlace(p organisation.Publicity) organisation.ExactPlace {
	return organisation.ExactPlace{
		ID: "p1", Kind: "seat", Name: "CANARY-NAME", Publicity: p, Address: "CANARY-ADDRESS 7",
		Municipality: organisation.Municipality{Code: "it-058091", Name: "Roma", Region: "lazio", Country: "IT", Lat: 41.8931, Lon: 12.4828},
		Lat:          41.9454, Lon: 12.5417,
	}
}

func TestPublic_tellsNoMoreThanThePublicityAllows(t *testing.T) {
	for _, test := range []struct {
		publicity organisation.Publicity
		shows     []string
		hides     []string
	}{
		{organisation.PublicityExact, []string{"CANARY-ADDRESS", "Roma", "41.9454"}, nil},
		{organisation.PublicityMunicipality, []string{"Roma", "41.8931"}, []string{"CANARY", "41.9454", "12.5417"}},
		{organisation.PublicityCountry, []string{"IT"}, []string{"CANARY", "Roma", "41.", "lazio", "it-058091"}},
	} {
		t.Run(string(test.publicity), func(t *testing.T) {
			place, ok := secretPlace(test.publicity).Public()
			raw, _ := json.Marshal(place)
			if !ok {
				t.Fatal("Public says that there is nothing to show")
			}
			for _, s := range test.shows {
				if !strings.Contains(string(raw), s) {
					t.Errorf("%s is not in %s", s, raw)
				}
			}
			for _, s := range test.hides {
				if strings.Contains(string(raw), s) {
					t.Errorf("%s is in %s", s, raw)
				}
			}
		})
	}
}

func TestPublicPlaces_leavesOutWhatIsWithheldOrUnknown(t *testing.T) {
	got := organisation.PublicPlaces([]organisation.ExactPlace{
		secretPlace(organisation.PublicityWithheld), secretPlace("typo"), secretPlace(organisation.PublicityCountry),
	})
	if len(got) != 1 || got[0].Publicity != organisation.PublicityCountry {
		t.Errorf("PublicPlaces = %+v; want only the one that may be told", got)
	}
}
