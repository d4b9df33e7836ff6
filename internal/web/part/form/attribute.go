package form

import (
	"strconv"

	"github.com/a-h/templ"

	"telaio/internal/web/part/count"
	"telaio/internal/web/shell"
)

// described are the attributes that tie a control to its hint and its error.
func described(x field, ids string) templ.Attributes {
	attributes := templ.Attributes{}
	if ids != "" {
		attributes["aria-describedby"] = ids
	}
	if x.problem() != "" {
		attributes["aria-invalid"] = "true"
	}
	return attributes
}

// conditionAttributes are the attributes from which the script shows and hides a
// question; none where it could not.
func conditionAttributes(x field) templ.Attributes {
	if !x.conditional() {
		return nil
	}
	attributes := templ.Attributes{"data-when": x.question.When}
	if name := x.whenField(); name != "" {
		attributes["data-when-field"] = name
		attributes["data-when-code"] = x.whenCode()
		if x.whenNot() {
			attributes["data-when-not"] = "yes"
		}
	}
	return attributes
}

// limitID is the id of the line that says how long a long text may be.
func limitID(x field) []string {
	if x.question.Max == 0 {
		return nil
	}
	return []string{count.ID(x.id())}
}

// SuggestsTowns are the attributes from which the script suggests towns to who types
// into a field; none where the site has no suggestions.
func SuggestsTowns(v *shell.Visit) templ.Attributes {
	if !v.Site.Paths.Has("towns") {
		return nil
	}
	return templ.Attributes{
		"data-towns":           v.Path("towns"),
		"data-towns-found":     v.T("form.towns_found"),
		"data-towns-found-one": v.T("form.towns_found_one"),
		"data-towns-none":      v.T("form.towns_none"),
	}
}

// rows is the height of a long text: what fits, within reason.
func rows(x field) string {
	switch {
	case x.question.Max == 0 || x.question.Max > 2000:
		return "14"
	case x.question.Max > 700:
		return "8"
	default:
		return "5"
	}
}

func cellID(x field, row string, option int) string {
	id := x.form.ControlID(x.name + "." + row)
	if option == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(option+1)
}

// id is that of the item's fieldset.
func (i item) id() string {
	return i.repeat.form.ControlID(i.repeat.name) + "-" + strconv.Itoa(i.number)
}

func addWords(x field) string {
	if len(x.value.Items) > 0 {
		return x.repeatWords("add_more")
	}
	return x.repeatWords("add")
}
