package format

import (
	"cmp"
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// The types of a picture: one of its parts is there, by what the finding is about.
type (
	htmlPicture struct {
		Title string
		Lanes []htmlLane
		Path  []htmlEvent
		Chain []htmlEvent
		Share float64
		Frame []htmlObject
	}
	htmlLane struct {
		Name   string
		Holds  []string
		Events []htmlEvent
	}
	htmlEvent struct {
		Kind, Place, Text string
	}
	htmlObject struct {
		Kind, Text    string
		Bytes, Height int
	}
)

// picture draws a finding from its places and what they are, nil if there is nothing to draw.
func (h htmlWriter) picture(f *finding.Finding) *htmlPicture {
	switch f.Analyzer {
	case "maprace":
		return h.lanes(f)
	case "cgoalloc":
		return &htmlPicture{Title: "The path of the memory", Path: h.inOrder(f)}
	case "timerreset":
		if len(f.Trace) == 0 {
			return nil // one place is no line
		}
		return &htmlPicture{Title: "The life of the timer", Path: h.inOrder(f)}
	case "hotunmarshal":
		pic := &htmlPicture{Title: "From the request to the decode", Share: f.Share}
		for _, step := range f.Trace {
			pic.Chain = append(pic.Chain, h.event(step))
		}
		if !slices.ContainsFunc(f.Trace, func(s finding.Step) bool { return s.Role.Kind == report.KindFault }) {
			pic.Chain = append(pic.Chain, h.self(f))
		}
		return pic
	case "stackptr":
		return h.frame(f)
	}
	return nil
}

func (h htmlWriter) event(step finding.Step) htmlEvent {
	return htmlEvent{step.Role.Kind, h.place(step.Start), step.Message}
}

// self is the event of the finding's own place.
func (h htmlWriter) self(f *finding.Finding) htmlEvent {
	text := "here"
	if line, ok := h.sources.Line(f.Start.File, f.Start.Line); ok {
		text = trim(line)
	}
	return htmlEvent{f.Self, h.place(f.Start), text}
}

// lanes draws the goroutines that meet side by side, each with its way to its access.
func (h htmlWriter) lanes(f *finding.Finding) *htmlPicture {
	if len(f.Lanes) == 0 {
		return nil // a directive
	}
	pic := &htmlPicture{Title: "The goroutines that meet"}
	for i, lane := range f.Lanes {
		out := htmlLane{Name: lane.Name, Holds: lane.Holds}
		for _, step := range f.Trace {
			if step.Role.Lane == i {
				out.Events = append(out.Events, h.event(step))
			}
		}
		if i == 0 {
			out.Events = append(out.Events, h.self(f))
		}
		pic.Lanes = append(pic.Lanes, out)
	}
	if len(pic.Lanes) == 1 {
		again := pic.Lanes[0]
		again.Name = "another goroutine that does the same"
		pic.Lanes = append(pic.Lanes, again)
	}
	return pic
}

// inOrder returns all places of a finding as control comes by: in the order of lines within
// a file, that of the finding first.
func (h htmlWriter) inOrder(f *finding.Finding) []htmlEvent {
	type placed struct {
		at finding.Position
		htmlEvent
	}
	all := []placed{{f.Start, h.self(f)}}
	for _, step := range f.Trace {
		all = append(all, placed{step.Start, h.event(step)})
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		if a.at.File != b.at.File {
			return 0 // nothing is known
		}
		return cmp.Compare(a.at.Line, b.at.Line)
	})
	var events []htmlEvent
	for _, p := range all {
		events = append(events, p.htmlEvent)
	}
	return events
}

// frame draws the objects of a stack frame to scale.
func (h htmlWriter) frame(f *finding.Finding) *htmlPicture {
	pic := &htmlPicture{Title: "The frame, to scale"}
	most := 1
	for _, step := range f.Trace {
		most = max(most, step.Role.Bytes)
	}
	for _, step := range f.Trace {
		if k := step.Role.Kind; k == report.KindReached || k == report.KindUnreached {
			height := 16 + 64*step.Role.Bytes/most // readable, and in proportion above that
			pic.Frame = append(pic.Frame, htmlObject{k, step.Message, step.Role.Bytes, height})
		}
	}
	if len(pic.Frame) == 0 {
		return nil // a directive
	}
	return pic
}

// trim shortens a line of code for a box.
func trim(line string) string {
	const most = 80
	runes := []rune(line)
	for len(runes) > 0 && (runes[0] == '\t' || runes[0] == ' ') {
		runes = runes[1:]
	}
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}
