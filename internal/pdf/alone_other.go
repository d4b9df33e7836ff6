//go:build !unix

package pdf

import "os/exec"

// alone leaves the browser as it is where there are no process groups.
func alone(*exec.Cmd) {}
