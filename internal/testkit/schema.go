package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// Schemas returns the folder of the schemas of a standard, which are kept beside
// the checkout in shared/schemas because of their licences. Without them what is
// to be validated is not, and the test says so and is skipped.
func Schemas(t testing.TB, standard string) string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir := here; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		folder := filepath.Join(dir, "shared", "schemas", standard)
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	t.Skipf("NOT VALIDATED: there is no ../shared/schemas/%s beside the checkout", standard)
	return ""
}
