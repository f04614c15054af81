// Package programs lists the incident programs.
package programs

import (
	boxedvaluesBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/boxed-values/bug"
	boxedvaluesFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/boxed-values/fix"
	callpathBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/call-path/bug"
	callpathFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/call-path/fix"
	closuresBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/closures/bug"
	closuresFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/closures/fix"
	connstatesBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/conn-states/bug"
	connstatesFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/conn-states/fix"
	linkedframesBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/linked-frames/bug"
	linkedframesFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/linked-frames/fix"
	recursionBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/recursion/bug"
	recursionFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/recursion/fix"
	sliceliteralsBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/slice-literals/bug"
	sliceliteralsFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/slice-literals/fix"
	smallmapsBug "github.com/golint-incidents/golint-incidents/incidents/stackptr/small-maps/bug"
	smallmapsFix "github.com/golint-incidents/golint-incidents/incidents/stackptr/small-maps/fix"
)

// A Version of a program accepts connections, one goroutine for each value of
// the channel, which waits for that value.
type Version struct {
	Accept func(chan chan bool)
	// Frames, Records and Reached are those of a parked goroutine's stack, as
	// the runtime of Go 1.26 scans it: its frames, their stack objects, and how
	// many of these pointers lead to. A test of the analyzer asks it.
	Frames, Records, Reached int
}

// The cost model, in nanoseconds of processor time for each goroutine and cycle
// of the collector, beyond that of a goroutine.
const (
	perFrame   = 70
	perRecord  = 10
	perReached = 30
)

// Cost returns what the model says a goroutine costs in each cycle, in
// nanoseconds, beyond one without frames.
func (v Version) Cost() int { return perFrame*v.Frames + perRecord*v.Records + perReached*v.Reached }

// A Program has the mistake, or not.
type Program struct{ Bug, Fix Version }

// All has the programs by the names of their folders.
var All = map[string]Program{
	"boxed-values":   {Version{boxedvaluesBug.Accept, 2, 19, 17}, Version{boxedvaluesFix.Accept, 2, 3, 1}},
	"call-path":      {Version{callpathBug.Accept, 4, 34, 30}, Version{callpathFix.Accept, 2, 34, 0}},
	"closures":       {Version{closuresBug.Accept, 2, 19, 17}, Version{closuresFix.Accept, 2, 3, 1}},
	"conn-states":    {Version{connstatesBug.Accept, 2, 18, 16}, Version{connstatesFix.Accept, 2, 2, 0}},
	"linked-frames":  {Version{linkedframesBug.Accept, 2, 19, 17}, Version{linkedframesFix.Accept, 2, 2, 0}},
	"recursion":      {Version{recursionBug.Accept, 27, 126, 124}, Version{recursionFix.Accept, 2, 1, 0}},
	"slice-literals": {Version{sliceliteralsBug.Accept, 2, 19, 17}, Version{sliceliteralsFix.Accept, 2, 2, 1}},
	"small-maps":     {Version{smallmapsBug.Accept, 2, 20, 18}, Version{smallmapsFix.Accept, 2, 3, 0}},
}
