package organisation_test

import (
	"strings"
	"testing"

	"telaio/internal/organisation"
)

func TestReadSuccessor_tellsAPageHereFromASiteElsewhere(t *testing.T) {
	for typed, want := range map[string]organisation.Successor{
		"": {Name: "Il Filo"}, "officine-zero": {Slug: "officine-zero"}, "/organizzazioni/officine-zero/": {Slug: "officine-zero"},
		"https://telaio.example/organizzazioni/officine-zero": {Slug: "officine-zero"}, "WWW.telaio.example/en/organisations/oz?x=1": {Slug: "oz"},
		"https://telaio.example/":     {Slug: "telaio.example"},                                       // which is nobody's
		" ilfilo.example/chi-siamo ":  {Name: "Il Filo", Website: "https://ilfilo.example/chi-siamo"}, //nolint:gocritic // blanks as people paste them
		"http://telaio.example.evil/": {Name: "Il Filo", Website: "http://telaio.example.evil/"},
	} {
		if got := organisation.ReadSuccessor(typed, " Il Filo ", "https://telaio.example"); got != want {
			t.Errorf("%q: %+v; want %+v", typed, got, want)
		}
	}
}

func TestSuccessor_isShownOnlyAsAWebAddress(t *testing.T) {
	for _, refused := range []organisation.Successor{
		{Website: "javascript:alert(1)"},
		{Website: "ftp://ilfilo.example"},
		{Website: "https://someone:secret@ilfilo.example"},
		{Website: "https://localhost"},
		{Name: strings.Repeat("a", 201)},
	} {
		if refused.Check() == nil {
			t.Errorf("%+v is accepted", refused)
		}
	}
	for _, fine := range []organisation.Successor{{}, {Name: "Il Filo"}, {Website: "https://ilfilo.example"}} {
		if err := fine.Check(); err != nil {
			t.Errorf("%+v: %v", fine, err)
		}
	}
}
