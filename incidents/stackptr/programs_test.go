package stackptr

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

// A program accepts connections, one goroutine for each value of the channel,
// which waits for that value.
type program struct{ bug, fix func(chan chan bool) }

var programs = map[string]program{
	"boxed-values":   {boxedvaluesBug.Accept, boxedvaluesFix.Accept},
	"call-path":      {callpathBug.Accept, callpathFix.Accept},
	"closures":       {closuresBug.Accept, closuresFix.Accept},
	"conn-states":    {connstatesBug.Accept, connstatesFix.Accept},
	"linked-frames":  {linkedframesBug.Accept, linkedframesFix.Accept},
	"recursion":      {recursionBug.Accept, recursionFix.Accept},
	"slice-literals": {sliceliteralsBug.Accept, sliceliteralsFix.Accept},
	"small-maps":     {smallmapsBug.Accept, smallmapsFix.Accept},
}
