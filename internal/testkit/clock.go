package testkit

import "telaio/internal/clock"

// Clock stands still, a month after Day. A test that read the machine's clock
// would fail one day, when what it has published has grown old.
func Clock() *clock.Fixed { return &clock.Fixed{T: Day().AddDate(0, 1, 0)} }
