package years_test

import (
	"testing"

	"telaio/internal/testkit"
	"telaio/internal/web/part/years"
	"telaio/internal/web/shell"
)

func TestWords_sayWhatIsKnown(t *testing.T) {
	v := &shell.Visit{Printer: testkit.Library(t).Messages.Printer("it")}
	for _, c := range []struct {
		since, until int
		want         string
	}{{0, 0, ""}, {2019, 0, "dal 2019"}, {2019, 2023, "dal 2019 al 2023"}, {0, 2023, "fino al 2023"}} {
		if got := years.Words(v, c.since, c.until); got != c.want {
			t.Errorf("Words(%d, %d) = %q, want %q", c.since, c.until, got, c.want)
		}
	}
}
