package kit_test

import (
	"testing"

	"telaio/internal/kit"
)

func TestGoldens_comeOutAsWorkedOutByHand(t *testing.T) {
	for _, golden := range kit.Goldens() {
		t.Run(golden.ID, func(t *testing.T) {
			for _, c := range golden.Checks {
				if !c.OK() {
					t.Errorf("%s: %s = %v, want %v", golden.Input, c.Name, c.Got, c.Want)
				}
			}
		})
	}
}
