package importing_test

import (
	"testing"

	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// homonyms is a gazetteer in which two municipalities are called Samone.
type homonyms struct{ importing.Gazetteer }

func (h homonyms) Named(typed string) []organisation.Municipality {
	if typed != "Samone" {
		return h.Gazetteer.Named(typed)
	}
	return []organisation.Municipality{
		{Code: "IT-001235", Name: "Samone", Province: "TO", Region: "piemonte", Country: "IT"},
		{Code: "IT-022165", Name: "Samone", Province: "TN", Region: "trentino-alto-adige", Country: "IT"},
	}
}

func TestDryRun_tellsMunicipalitiesOfOneNameApartByTheProvince(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.Towns = homonyms{w.Towns}
	for _, test := range []struct{ file, want string }{
		{"Denominazione;Comune;Provincia\nFilo;Samone;TO\n", "TO"},
		{"Denominazione;Comune;Prov.\nFilo;Samone;(tn)\n", "TN"},
		{"Denominazione;Comune;Provincia\nFilo;Samone;Torino\n", "TO"},
		{"name,municipality,province\nFilo,Samone,XX\n", ""},
		{"name,municipality\nFilo,Samone\n", ""},
		{`{"organisations": [{"name": "Filo", "places": [{"kind": "seat", "municipality": {"name": "Samone", "province": "TN"}}]}]}`, "TN"},
	} {
		done := w.take(test.file, importing.Options{Publish: true})
		if test.want == "" {
			if len(done.Report.Choices) != 1 || done.State == importing.Applied {
				t.Errorf("%s: %+v; want somebody to be asked", test.file, done.Report.Problems)
			}
			continue
		}
		all := w.published()
		if len(all) != 1 || all[0].Card.Places[0].Municipality.Province != test.want {
			t.Errorf("%s: %+v, %+v; want the one in %s", test.file, done.Report.Problems, all, test.want)
		}
		w.takeBack(done)
	}
}
