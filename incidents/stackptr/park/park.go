// The park command parks one goroutine in an incident program, and lets the
// collector scan it. It is for a runtime that says what it scans.
//
//	park conn-states bug
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/golint-incidents/golint-incidents/incidents/stackptr/programs"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: park program bug|fix")
		os.Exit(2)
	}
	p, ok := programs.All[os.Args[1]]
	if !ok {
		fmt.Fprintf(os.Stderr, "park: no program %q\n", os.Args[1])
		os.Exit(2)
	}
	version := p.Bug
	if os.Args[2] == "fix" {
		version = p.Fix
	}
	debug.SetGCPercent(-1)
	conns, done := make(chan chan bool), make(chan bool)
	go version.Accept(conns)
	conns <- done
	close(conns)
	var stack string
	for !strings.Contains(stack, ".serve(") || !strings.Contains(stack, "[chan receive]") {
		time.Sleep(time.Millisecond)
		stack = stackOf(".serve(")
	}
	fmt.Printf("frames %d records %d reached %d\nparked:\n%s\nend\n", version.Frames, version.Records, version.Reached, stack)
	runtime.GC()
	close(done)
}

// stackOf returns the trace of the goroutine with a function on its stack.
func stackOf(function string) string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	for _, trace := range strings.Split(string(buf), "\n\n") {
		if strings.Contains(trace, function) {
			return trace
		}
	}
	return ""
}
