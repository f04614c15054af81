// Package finding has what the command found as values: what every format of its output
// and every command about findings is made from.
package finding

import (
	"time"

	"github.com/golint-incidents/golint-incidents/internal/report"
)

// A Finding is one thing that a rule reports, with its evidence.
type Finding struct {
	report.Tag
	Analyzer string
	Package  string // that reports it
	Span
	Function    string // that it lies in, "" outside of any
	Message     string
	Self        string        // the kind of its place, as of a report.Picture
	Lanes       []report.Lane // the goroutines that meet
	Trace       []Step
	Fixes       []Fix
	Fingerprint string // of rule, function and code: the same after the code has moved
}

// A Position is a place in a file; columns count bytes from 1.
type Position struct {
	File         string
	Line, Column int
}

// A Span is a range of a file. End is where it ends, exclusively; it may be its start.
type Span struct {
	Start, End Position
}

// A Step is one place of the evidence.
type Step struct {
	Span
	Message  string
	Function string
	Role     report.Role
}

// A Fix is a change that clears a finding.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes from Start to End of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// A Run is what one run of the command found.
type Run struct {
	Version  string
	Dir      string // the working directory
	Root     string // of the repository, or of the module if there is none
	Rules    []report.Rule
	Findings []Finding
	Problems []string        // why something could not be analyzed, a line for each
	Folders  map[string]bool // of the packages, relative to the root, with slashes
	Packages int
	Cached   int // of these, those whose results were known
	Start    time.Time
	Elapsed  time.Duration
	Hidden   int // findings that a baseline knows, or that are not new
}
