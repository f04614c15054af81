//go:build unix

package proc_test

import (
	"bufio"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golint-incidents/golint-incidents/internal/proc"
)

// The end of the context ends a child of the command, too, even one that ignores
// to be interrupted.
func TestChildrenEnd(t *testing.T) {
	stop := errors.New("stop")
	for _, script := range []string{"sleep 60 & echo $!; wait", "trap '' INT; sleep 60 & echo $!; wait"} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cmd := proc.Command(ctx, "sh", "-c", script)
		cmd.WaitDelay = 100 * time.Millisecond
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		cancel(stop)
		if err := cmd.Wait(); !errors.Is(err, stop) {
			t.Errorf("%s: got error %v, want the cause", script, err)
		}
		if state := stateOf(t, strings.TrimSpace(line)); state != "" {
			t.Errorf("%s: the child still runs: %s", script, state)
		}
	}
}

// stateOf returns what ps says of a process that is no zombie, "" if there is none.
func stateOf(t *testing.T, pid string) string {
	t.Helper()
	for range 50 { // a killed process takes a moment
		out, err := proc.Command(t.Context(), "ps", "-o", "stat=", "-p", pid).Output()
		state := strings.TrimSpace(string(out))
		if err != nil || state == "" || strings.HasPrefix(state, "Z") {
			return ""
		}
		time.Sleep(20 * time.Millisecond)
	}
	return "running"
}
