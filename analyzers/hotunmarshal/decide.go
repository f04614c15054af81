package hotunmarshal

import (
	"strconv"

	"github.com/golint-incidents/golint-incidents/internal/decodes"
	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// A finding is a decode that is worth a report.
type finding struct {
	decodes.Found
	class string // invariant, setting, keyed or indirect
	// share is the part of a profile that lies below, in percent.
	share    float64
	measured *heat
	main     string // the path of the package, if it is a command's
}

// decide returns the findings among what the entry points decode: one for each
// line, with the best witness.
func decide(r *decodes.Result) []finding {
	var out []finding
	at := make(map[string]int) // index of out
	for _, f := range r.Decodes() {
		class, ok := grade(f)
		if !ok {
			continue // not sure, or not asked for
		}
		place := f.At.Filename + ":" + strconv.Itoa(f.At.Line)
		i, known := at[place]
		if known && !f.Better(out[i].Found) {
			continue // once is enough
		}
		if !known {
			i = len(out)
			at[place] = i
			out = append(out, finding{})
		}
		out[i] = finding{Found: f, class: class}
	}
	return out
}

// confidence returns how sure a finding is: as its rule says, if no name on the way speaks
// against it.
func (f finding) confidence() report.Confidence {
	if f.Doubt != (decodes.Doubt{}) || f.rare() {
		return report.ByName
	}
	rule, _ := Rules.Find(f.rule()) // a test runs each
	return rule.Confidence
}

// rare reports whether a finding is of what is seldom requested, by the name of its entry
// point, and the flags do not ask for that.
func (f finding) rare() bool { return f.Root.Heat == int(goroutine.Cold) && !cold }

// light reports whether what is made costs little: a regular expression, or a template
// that is in the program, unless it is made several times.
func light(f decodes.Found) bool { return (f.Kind == "pattern" || f.Kind == "text") && !f.Repeats }

// grade tells what is known of a decode's input, and whether the flags ask for
// that.
func grade(f decodes.Found) (class string, ok bool) {
	if light(f) && !small {
		return "", false
	}
	switch {
	case f.Store:
		return "indirect", indirect && f.Data.Class <= origin.Lookup && (f.Data.Key || f.Data.Word)
	case f.Data.Invariant():
		return "invariant", f.Kind != "map" && f.Kind != "node"
	case f.Data.Setting():
		return "setting", true
	case f.Data.Class == origin.Keyed:
		return "keyed", keyed
	case f.Data.Class == origin.Lookup && (f.Data.Key || f.Data.Word):
		return "indirect", indirect
	}
	return "", false
}
