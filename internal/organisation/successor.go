package organisation

import (
	"cmp"
	"net/url"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// Successor is what took the place of an organisation that has left: one with a
// page here, or else its name and website.
type Successor struct {
	Slug    string
	Name    string
	Website string // http or https
}

// ReadSuccessor understands what somebody typed for the page: its slug or
// address on this site, which is at base, or the address of a site elsewhere. The
// name is only for one without a page here.
func ReadSuccessor(page, name, base string) Successor {
	page, name = strings.TrimSpace(page), strings.TrimSpace(name)
	address := questionnaire.WebAddress(page)
	if page == "" || !strings.Contains(address, "://") {
		return Successor{Slug: lastPart(page), Name: name}.sole()
	}
	here, err := url.Parse(base)
	there, broken := url.Parse(address)
	if err == nil && broken == nil && strings.EqualFold(strings.TrimPrefix(strings.ToLower(there.Host), "www."), strings.TrimPrefix(here.Host, "www.")) {
		return Successor{Slug: cmp.Or(lastPart(there.Path), there.Host)} // the site itself is no page
	}
	return Successor{Name: name, Website: address}
}

// sole leaves out the name of one whose page has it.
func (s Successor) sole() Successor {
	if s.Slug != "" {
		s.Name = ""
	}
	return s
}

func lastPart(path string) string {
	path = strings.Trim(path, "/")
	return path[strings.LastIndex(path, "/")+1:]
}

// longestSuccessor is how long the name may be, in characters.
const longestSuccessor = 200

// Check refuses a successor whose website or name cannot be shown, by the fields
// of a form.
func (s Successor) Check() error {
	if s.Website != "" {
		if problem := questionnaire.CheckWebAddress(s.Website); problem.Key != "" {
			return fault.InvalidFields(map[string]fault.Message{"successor": problem})
		}
	}
	if len([]rune(s.Name)) > longestSuccessor {
		return fault.InvalidFields(map[string]fault.Message{"successor_name": {Key: "desk.error.successor_name_long"}})
	}
	return nil
}
