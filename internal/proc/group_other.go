//go:build !unix

package proc

import "os/exec"

// There are no process groups: the command alone is killed.
func group(*exec.Cmd) {}

func kill(*exec.Cmd) {}
