package stackptr

import (
	"fmt"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// The cost model, in nanoseconds of processor time for each goroutine and
// cycle: see the package comment.
const (
	perRecord  = 10
	perReached = 30
)

// perBuffer is the number of records that one work buffer of the collector
// holds.
const perBuffer = 63

// counts are those of a frame, or of the frames on the way from the goroutine's
// start.
type counts struct {
	reached, records int
	// others are those of the other frames on the way, if it is the sum that
	// makes the finding.
	frames, othersReached, othersRecords int
	recursive                            bool
}

// heavy reports whether they are worth a finding.
func (c counts) heavy() bool {
	switch {
	case c.records+c.othersRecords == 0:
		return false // nothing to mend, whatever the thresholds
	case c.reached >= minReached || c.records >= minRecords:
		return true
	case c.recursive:
		return c.reached >= recursiveReached || c.records >= recursiveRecords
	}
	return c.frames > 1 && c.reached+c.othersReached >= pathReached()
}

// candidate reports whether the compiler's inlining may make them heavy.
func (c counts) candidate() bool {
	twice := c
	twice.reached, twice.records, twice.frames = 2*c.reached, 2*c.records, 1
	return twice.heavy()
}

// Where counts come from.
const (
	predicted = "predicted for the code as written, without inlining"
	exact     = "counted by the compiler in this build"
)

// text renders the counts and what they cost, as they follow who runs the frame.
func (c counts) text(source string) string {
	var b strings.Builder
	fmt.Fprintf(&b, ": at that point live pointers reach %d of its %d stack objects", c.reached, c.records)
	if c.recursive {
		b.WriteString(" in each call of itself")
	}
	reached, records := c.reached, c.records
	if c.frames > 1 {
		fmt.Fprintf(&b, ", and %d of %d more on the way, in frames: %d", c.othersReached, c.othersRecords, c.frames-1)
		reached, records = reached+c.othersReached, records+c.othersRecords
	}
	cost := perRecord*records + perReached*reached
	fmt.Fprintf(&b, " (%s), about %.2g µs for each goroutine and GC cycle, %.2g ms of processor time per cycle at %d goroutines by the model of golint-incidents explain stackptr",
		source, float64(cost)/1e3, float64(cost)*float64(goroutines)/1e6, goroutines)
	pops := 1 + records/perBuffer
	if reached > 0 {
		pops++
	}
	if pops > 1 {
		fmt.Fprintf(&b, "; %d pops of the collector's global list instead of 1", pops)
	}
	return b.String()
}

// parked returns the counts of the other frames, for [Exact]; head is what the message says
// before the counts.
func (c counts) parked(head string) *report.Parked {
	return &report.Parked{Text: head, Frames: c.frames, OtherReached: c.othersReached, OtherObjs: c.othersRecords, Recursive: c.recursive}
}

// Exact returns the message of a finding with the compiler's counts in place of
// the predicted ones; false if they are below the thresholds.
func Exact(p report.Parked, reached, records int) (string, bool) {
	c := counts{reached, records, p.Frames, p.OtherReached, p.OtherObjs, p.Recursive}
	if !c.heavy() {
		return "", false
	}
	return p.Text + c.text(exact), true
}
