package dump

import (
	"strings"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/publication"
)

// The addresses in which DCAT-AP_IT names things: the vocabularies of the
// Publications Office of the European Union.
const (
	authority   = "http://publications.europa.eu/resource/authority/"
	themeSocial = authority + "data-theme/SOCI"
	themeLabour = authority + "data-theme/ECON"
	daily       = authority + "frequency/DAILY"
	italian     = authority + "language/ITA"
	english     = authority + "language/ENG"
)

// node is an object of JSON-LD.
type node map[string]any

// catalogue describes the set as a dataset of DCAT-AP_IT 1.0, in JSON-LD.
func (m Maker) catalogue(files []File, set *Set) node {
	publisher := node{
		"@type": []string{"dcatapit:Agent", "foaf:Agent"}, "@id": m.Address + "/#publisher", "dct:identifier": m.Address,
		"foaf:name": m.inBoth("site.name", set),
	}
	var distributions []node
	for _, f := range files {
		distributions = append(distributions, m.distribution(f, set))
	}
	return node{
		"@context": node{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#",
			"dcatapit": "http://dati.gov.it/onto/dcatapit#", "owl": "http://www.w3.org/2002/07/owl#", "spdx": "http://spdx.org/rdf/terms#", "xsd": "http://www.w3.org/2001/XMLSchema#",
		},
		"@type": []string{"dcatapit:Dataset", "dcat:Dataset"}, "@id": m.Address + "/dati-aperti#dataset",
		"dct:identifier":  "telaio-atlas",
		"dct:title":       m.inBoth("dump.title", set),
		"dct:description": m.inBoth("dump.lead", set),
		"dct:modified":    node{"@type": "xsd:date", "@value": set.At.Format(time.DateOnly)},
		"dct:issued":      node{"@type": "xsd:date", "@value": set.At.Format(time.DateOnly)},
		"owl:versionInfo": set.Version,
		"dcat:theme":      []node{{"@id": themeSocial}, {"@id": themeLabour}},
		"dct:language":    []node{{"@id": italian}, {"@id": english}},
		"dct:spatial":     node{"@type": "dct:Location", "dcatapit:geographicalIdentifier": authority + "country/ITA"},

		"dct:accrualPeriodicity": node{"@id": daily},
		"dct:publisher":          publisher,
		"dct:rightsHolder":       publisher,
		"dct:creator":            publisher,
		"dcat:landingPage":       node{"@id": m.Address + "/dati-aperti"},
		"dcat:contactPoint":      node{"@type": []string{"dcatapit:Organization", "vcard:Organization"}, "vcard:fn": "Telaio", "vcard:hasEmail": node{"@id": "mailto:" + m.HelpMail}},
		"dcat:distribution":      distributions,
	}
}

func (m Maker) distribution(f File, set *Set) node {
	address := m.Address + "/dati-aperti/" + set.Version + "/" + f.Name
	_, format, _ := strings.Cut(f.Name, ".")
	return node{
		"@type": []string{"dcatapit:Distribution", "dcat:Distribution"}, "@id": address, "dct:title": f.Name,
		"dcat:accessURL": node{"@id": m.Address + "/dati-aperti"}, "dcat:downloadURL": node{"@id": address},
		"dct:format":    node{"@id": authority + "file-type/" + fileType(format)},
		"dct:license":   node{"@id": publication.Licence, "@type": []string{"dcatapit:LicenseDocument", "dct:LicenseDocument"}, "foaf:name": "CC BY 4.0"},
		"dct:modified":  node{"@type": "xsd:date", "@value": set.At.Format(time.DateOnly)},
		"dcat:byteSize": node{"@type": "xsd:decimal", "@value": f.Bytes}, "dcat:mediaType": f.Media,
		"spdx:checksum": node{"spdx:algorithm": node{"@id": "spdx:checksumAlgorithm_sha256"}, "spdx:checksumValue": f.Sum},
	}
}

// fileType is the name of a format in the list of the Publications Office.
func fileType(format string) string {
	switch format {
	case "csv", "xlsx", "geojson", "zip":
		return strings.ToUpper(format)
	case "jsonld":
		return "JSON_LD"
	case "ndjson":
		return "JSON"
	default:
		return "TXT"
	}
}

// inBoth is a sentence in every language, as JSON-LD has it.
func (m Maker) inBoth(key string, set *Set) []node {
	var all []node
	for _, language := range i18n.Languages() {
		p := m.Printer(language)
		all = append(all, node{"@language": string(language), "@value": p.T(key, m.words(p, set))})
	}
	return all
}
