// Package proc runs commands that start others, as go does, so that none of
// them outlives this program's wish to end.
package proc

import (
	"context"
	"os/exec"
	"time"
)

// grace is how long a command has to end by itself after it was interrupted.
const grace = 5 * time.Second

// A Cmd is a command whose children end with it when its context does: they
// are interrupted together, and killed if that does not help. Go removes its
// temporary folders when it is interrupted, not when it is killed.
type Cmd struct {
	*exec.Cmd
	ctx context.Context
}

// Command returns a command like [exec.CommandContext].
func Command(ctx context.Context, name string, args ...string) *Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = grace
	group(cmd)
	return &Cmd{cmd, ctx}
}

// Run starts the command and waits for its end.
func (c *Cmd) Run() error {
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

// Wait waits for the end of the command and, if the context has ended, of all
// that it started.
func (c *Cmd) Wait() error {
	err := c.Cmd.Wait()
	if c.ctx.Err() != nil {
		kill(c.Cmd)
		return context.Cause(c.ctx)
	}
	return err
}
