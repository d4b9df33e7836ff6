//go:build unix

package pdf

import (
	"os/exec"
	"syscall"
)

// alone puts the browser with all its processes into a group of its own, so that
// they end together.
func alone(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
