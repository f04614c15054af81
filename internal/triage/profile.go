package triage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// readProfile reads a profile of pprof; false if it is none.
func readProfile(data []byte) (*Report, bool) {
	if len(data) < 2 || data[0] != 0x1f && data[0] != 0x0a {
		return nil, false // neither compressed nor a protocol buffer
	}
	p, err := profile.ParseData(data)
	if err != nil || len(p.SampleType) == 0 {
		return nil, false
	}
	unit := p.SampleType[len(p.SampleType)-1].Type
	r := &Report{What: "a profile of " + unit, Analyzers: []string{"hotunmarshal", "stackptr"}}
	if unit == "goroutine" {
		r.Analyzers = []string{"stackptr", "timerreset"}
	}
	type key struct {
		fn, file string
		line     int
	}
	var total int64
	weight := make(map[key]int64)
	for _, s := range p.Sample {
		value := s.Value[len(s.Value)-1]
		total += value
		seen := make(map[key]bool) // a recursion counts once
		for _, loc := range s.Location {
			for _, l := range loc.Line {
				if l.Function == nil {
					continue // not symbolized
				}
				k := key{l.Function.Name, l.Function.Filename, int(l.Line)}
				if !seen[k] {
					seen[k] = true
					weight[k] += value
				}
			}
		}
	}
	var keys []key
	for k := range weight {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(a.fn, b.fn), cmp.Compare(a.line, b.line))
	})
	for _, k := range keys {
		if strings.Contains(k.fn, "lfstack") {
			r.Analyzers = []string{"stackptr", "hotunmarshal"} // the collector is busy with stacks
		}
		r.Frames = append(r.Frames, Frame{k.fn, k.file, k.line, fmt.Sprintf("%.1f %% of %s", 100*float64(weight[k])/float64(max(total, 1)), unit)})
	}
	return r, len(r.Frames) > 0
}
