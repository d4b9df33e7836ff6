package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What tests publish grows old: with the machine's clock they would fail one
// day, and nobody would know why. cmd/telaio tests the program as it is.
func TestTestsHaveAClockOfTheirOwn(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../../internal", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") || filepath.Base(path) == "clock_test.go" {
			return err
		}
		seen++
		source, err := os.ReadFile(path)
		if strings.Contains(string(source), "clock.System{}") {
			t.Errorf("%s reads the machine's clock: use testkit.Clock() or a clock.Fixed", path)
		}
		return err
	})
	if err != nil || seen < 100 {
		t.Fatalf("%d tests seen, %v", seen, err)
	}
}
