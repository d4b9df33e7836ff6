package stewardship

import (
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/sealing"
)

func TestStamped_believesOnlyStampsOfThisSiteAndPage(t *testing.T) {
	box, err := sealing.NewBox(make([]byte, sealing.KeySize), "test")
	if err != nil {
		t.Fatal(err)
	}
	shown := time.Date(2026, time.March, 12, 10, 0, 0, 0, time.UTC)
	p := Pages{Stamps: box, Clock: &clock.Fixed{T: shown}}
	mine := p.stamp("officine-zero", shown)
	if at, ok := p.stamped("officine-zero", mine); !ok || !at.Equal(shown) {
		t.Errorf("one's own stamp = %s, %t; want %s", at, ok, shown)
	}
	for name, stamp := range map[string]string{
		"none":          "",
		"no signature":  "1773309600",
		"an older time": "1" + mine[1:len(mine)-33] + mine[len(mine)-33:] + "0",
		"another page":  p.stamp("altra", shown),
		"not a number":  "x." + mine,
	} {
		if _, ok := p.stamped("officine-zero", stamp); ok {
			t.Errorf("a stamp with %s (%q) is believed", name, stamp)
		}
	}
}
