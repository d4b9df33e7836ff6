package practice

import (
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/practice"
	"telaio/internal/web/part/revision"
	"telaio/internal/web/shell"
)

// summary says what a revision changed and how many people have read it.
func summary(v *shell.Visit, r practice.Revision) string {
	hands := v.T("practice.by_two")
	if r.Alone {
		hands = v.T("practice.by_one")
	}
	if r.Number == 1 {
		return v.T("practice.first_revision") + " " + hands
	}
	var names []string
	for _, f := range r.Changed {
		names = append(names, strings.ToLower(fieldName(v, f)))
	}
	if len(names) == 0 {
		return v.T("practice.same_revision") + " " + hands
	}
	return v.T("practice.later_revision", i18n.Args{"Fields": v.List(names)}) + " " + hands
}

// fieldName is what readers call the field: "Che cosa fare", with the language
// for those in English.
func fieldName(v *shell.Visit, f practice.Field) string {
	part, language, ok := f.Words()
	if !ok {
		return v.T("practice.field." + string(f))
	}
	name := v.T("practice.part." + string(part))
	if language == i18n.English {
		return v.T("practice.in_english", i18n.Args{"Field": name})
	}
	return name
}

// entries are the revisions as they are listed, newest first.
func entries(v *shell.Visit, revisions []practice.Revision) []revision.Entry {
	listed := make([]revision.Entry, len(revisions))
	for i, r := range revisions {
		listed[i] = revision.Entry{Number: r.Number, At: r.CreatedAt, Said: summary(v, r)}
		if i+1 < len(revisions) {
			listed[i].Texts = changedTexts(v, revisions[i+1], r)
		}
	}
	return listed
}

// changedTexts lists the texts that a revision changed.
func changedTexts(v *shell.Visit, before, after practice.Revision) []revision.Text {
	var changed []revision.Text
	for _, f := range practice.Diff(before.Sheet, after.Sheet) {
		if part, language, ok := f.Words(); ok {
			changed = append(changed, revision.Text{
				Field: fieldName(v, f), Language: string(language),
				Before: before.Sheet.Words[language].Text(part), After: after.Sheet.Words[language].Text(part),
			})
		}
	}
	return changed
}
