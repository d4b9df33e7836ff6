// Package content is what editors write: taxonomies, questionnaires, kits, page
// texts, mails, messages and sample organisations, in every language. The only
// Go here is this line.
package content

import "embed"

// Files is the content that the program was built with. An operator can
// override it, file by file, with --content DIR.
//
//go:embed locale taxonomy questionnaire kit page mail sample synonyms.yaml
var Files embed.FS
