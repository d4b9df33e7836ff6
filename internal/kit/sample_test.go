package kit_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"

	content "telaio/content"
	"telaio/internal/kit"
	"telaio/internal/taxonomy"
)

const shipped = "kit/solidarieta.1.yaml"

// forms is the only taxonomy that kits refer to.
var forms = taxonomy.Set{taxonomy.SolidarityForm: {Terms: []taxonomy.Term{{Code: "empowerment"}, {Code: "network"}, {Code: "advocacy"}}}}

// shippedText is the kit's file, with each of the changes made once: what is
// there, what is put in its place.
func shippedText(t testing.TB, changes ...string) []byte {
	t.Helper()
	raw, err := fs.ReadFile(content.Files, shipped)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the kit has no %q to change", changes[i])
		}
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	return []byte(text)
}

// theKit is the kit, with changes as of shippedText.
func theKit(t testing.TB, changes ...string) *kit.Kit {
	t.Helper()
	if len(changes) == 0 {
		return unchanged()
	}
	k, problems := kit.Parse(shipped, shippedText(t, changes...), forms)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return k
}

// unchanged is the kit as it is, read once. Nobody changes it.
var unchanged = sync.OnceValue(func() *kit.Kit {
	raw, err := fs.ReadFile(content.Files, shipped)
	if err != nil {
		panic(err)
	}
	k, problems := kit.Parse(shipped, raw, forms)
	if len(problems) > 0 {
		panic(problems[0])
	}
	return k
})

// first is the beginning of the first item, where tests put in more keys.
const first = "      - id: EMP1\n        meaning_version: 1\n"

func codes(list ...kit.Code) []kit.Code { return list }
