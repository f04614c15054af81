package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// An outcome is what the suite says of packages, and what went wrong.
type outcome struct {
	findings []string // sorted
	failures []string // of analyzers
}

// analyze runs the suite over packages, in their order if procs is 1.
func analyze(pkgs []*packages.Package, procs int) (outcome, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
	graph, err := checker.Analyze(analyzers.All, pkgs, &checker.Options{Sequential: procs == 1})
	if err != nil {
		return outcome{}, err
	}
	var out outcome
	for _, act := range graph.Roots {
		if act.Err != nil {
			out.failures = append(out.failures, fmt.Sprintf("%v: %v", act, act.Err))
		}
		for _, d := range act.Diagnostics {
			if d.Category == report.CategoryFailure {
				out.failures = append(out.failures, d.Message)
				continue
			}
			out.findings = append(out.findings, act.Package.ID+": "+text(act, d))
		}
	}
	slices.Sort(out.findings)
	return out, nil
}

// text returns all that a finding says, its fixes included.
func text(act *checker.Action, d analysis.Diagnostic) string {
	var b strings.Builder
	fset := act.Package.Fset
	fmt.Fprintf(&b, "%v: %s: %s", fset.Position(d.Pos), act.Analyzer.Name, d.Message)
	for _, r := range d.Related {
		fmt.Fprintf(&b, "; %v: %s", fset.Position(r.Pos), r.Message)
	}
	for _, fix := range d.SuggestedFixes {
		fmt.Fprintf(&b, "; %s", fix.Message)
		for _, e := range fix.TextEdits {
			fmt.Fprintf(&b, " %v-%v %q", fset.Position(e.Pos), fset.Position(e.End), e.NewText)
		}
	}
	return b.String()
}

// diff returns what only one of two sorted lists has.
func diff(first, second []string) []string {
	var lines []string
	for len(first) > 0 || len(second) > 0 {
		switch {
		case len(second) == 0 || len(first) > 0 && first[0] < second[0]:
			lines = append(lines, "only the first run finds "+first[0])
			first = first[1:]
		case len(first) == 0 || second[0] < first[0]:
			lines = append(lines, "only the second run finds "+second[0])
			second = second[1:]
		default:
			first, second = first[1:], second[1:]
		}
	}
	return lines
}

// A pace is how long an analyzer took on a package.
type pace struct {
	analyzer, pkg string
	time          time.Duration
}

func (p pace) String() string {
	return fmt.Sprintf("%s on %s (%v)", p.analyzer, p.pkg, p.time.Round(time.Millisecond))
}

var (
	longestMu sync.Mutex
	longest   pace
)

// slowest returns the slowest run of an analyzer since it was last asked.
func slowest() pace {
	longestMu.Lock()
	defer longestMu.Unlock()
	p := longest
	longest = pace{}
	return p
}

// watch wraps the run functions of analyzers, and of all that they require: when
// one takes longer than bound, the program ends and prints what is running.
func watch(list []*analysis.Analyzer, bound time.Duration) {
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(list []*analysis.Analyzer)
	visit = func(list []*analysis.Analyzer) {
		for _, a := range list {
			if seen[a] {
				continue
			}
			seen[a] = true
			run := a.Run
			a.Run = func(pass *analysis.Pass) (any, error) {
				late := sync.OnceFunc(func() {
					pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
					fmt.Printf("%s takes more than %v on %s\n", a.Name, bound, pass.Pkg.Path())
					os.Exit(1)
				})
				timer := time.AfterFunc(bound, late)
				start := time.Now()
				defer func() {
					d := time.Since(start)
					if !timer.Stop() || d > bound { // a timer may fire late
						late()
					}
					longestMu.Lock()
					defer longestMu.Unlock()
					if d > longest.time {
						longest = pace{a.Name, pass.Pkg.Path(), d}
					}
				}()
				return run(pass)
			}
			visit(a.Requires)
		}
	}
	visit(list)
}
