// Package triage reads what an incident left behind and says which findings explain it.
package triage

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// A Report is what production left: a dump, a race report, a profile or a report of leaks.
type Report struct {
	What      string   // for people
	Analyzers []string // that look for incidents of this kind
	Frames    []Frame  // the most telling first
}

// A Frame is a call on a stack.
type Frame struct {
	Func string // as the runtime names it, main.(*client).expire
	File string // on the machine that made the report
	Line int
	Of   string // whose stack: goroutine 7, 12 % of cpu
}

// Read recognizes a report by its content.
func Read(data []byte) (*Report, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("there is nothing on standard input: give it a crash log, a dump, a race report, a profile or a report of leaks")
	}
	if r, ok := readProfile(data); ok {
		return r, nil
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	for _, k := range kinds {
		if !k.in(text) {
			continue // another kind
		}
		r := &Report{What: k.what, Analyzers: k.analyzers}
		if k.c {
			r.Frames = cStacks(text)
		} else {
			r.Frames = goStacks(text)
		}
		if len(r.Frames) == 0 {
			return nil, fmt.Errorf("this looks like %s, but has no stack that can be read", k.what)
		}
		return r, nil
	}
	return nil, errors.New("this is nothing that triage knows: it reads fatal errors and panics of Go with their stacks, goroutine dumps, race reports, pprof profiles, and reports of leaks of -asan and valgrind")
}

// A kind is a sort of report, known by words that the runtime or a tool writes.
type kind struct {
	words     []string // one of them is in the text
	what      string
	analyzers []string
	c         bool // stacks are those of a C tool
}

// kinds are in order: the first that matches is meant.
var kinds = []kind{
	{[]string{"fatal error: concurrent map"}, "a map that goroutines use at once", []string{"maprace"}, false},
	{[]string{"WARNING: DATA RACE"}, "a data race", []string{"maprace"}, false},
	{[]string{"LeakSanitizer: detected memory leaks", "definitely lost:"}, "C memory that leaks", []string{"cgoalloc"}, true},
	{[]string{"AddressSanitizer: heap-use-after-free", "AddressSanitizer: attempting double-free", "Invalid free()", "Invalid read of size", "free(): double free"}, "C memory that is used or freed after it was freed", []string{"cgoalloc"}, true},
	{[]string{"fatal error: all goroutines are asleep"}, "a deadlock: all goroutines wait", []string{"timerreset"}, false},
	{[]string{"non-positive interval for", "called on uninitialized Timer", "called on uninitialized time."}, "a timer that panics", []string{"timerreset"}, false},
	{[]string{"goroutine "}, "a dump of goroutines", []string{"timerreset", "stackptr", "maprace"}, false},
}

func (k kind) in(text string) bool {
	for _, w := range k.words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
