package stackptr

import (
	"fmt"
	"strings"
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

// The words by which Exact knows the parts of a message.
const (
	countsFollow = ": at that point live pointers reach "
	onTheWay     = " more on the way, in frames: "
	eachLevel    = " in each call of itself"
)

// text renders the counts and what they cost.
func (c counts) text(source string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of its %d stack objects", c.reached, c.records)
	if c.recursive {
		b.WriteString(eachLevel)
	}
	reached, records := c.reached, c.records
	if c.frames > 1 {
		fmt.Fprintf(&b, ", and %d of %d%s%d", c.othersReached, c.othersRecords, onTheWay, c.frames-1)
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

// Exact returns the message of a finding with the compiler's counts in place of
// the predicted ones; false if they are below the thresholds.
func Exact(message string, reached, records int) (string, bool) {
	before, rest, ok := strings.Cut(message, countsFollow)
	if !ok {
		return message, true // of another form: a directive's
	}
	c := counts{reached: reached, records: records, recursive: strings.Contains(rest, eachLevel)}
	if before, after, ok := strings.Cut(rest, onTheWay); ok {
		fmt.Sscanf(before[strings.LastIndex(before, ", and ")+len(", and "):], "%d of %d", &c.othersReached, &c.othersRecords)
		fmt.Sscanf(after, "%d", &c.frames)
		c.frames++
	}
	if !c.heavy() {
		return "", false
	}
	return before + countsFollow + c.text(exact), true
}
