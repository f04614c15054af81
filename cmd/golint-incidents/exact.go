package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/analyzers/stackptr"
	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/stackobj"
)

// exactCounts returns a function that asks the compiler about the packages with
// findings of stackptr or candidates, and puts its counts in place of those
// predicted. What is below the thresholds then is no finding. Where the compiler
// cannot be asked, for a test file or a package that does not build, the
// predicted findings stay.
func exactCounts(stderr io.Writer) func(context.Context, string, []string, driver.Tree) error {
	return func(ctx context.Context, dir string, buildFlags []string, tree driver.Tree) error {
		name := stackptr.Analyzer.Name
		asked := make(map[string]bool)
		for pkg := range tree {
			for _, d := range tree[pkg][name].Diagnostics {
				if isFrame(d) {
					asked[home(d, pkg)] = true
				}
			}
		}
		if len(asked) == 0 {
			return nil
		}
		pkgs := slices.Sorted(maps.Keys(asked))
		funcs, err := stackobj.Compile(ctx, dir, buildFlags, "", pkgs...)
		if err != nil {
			funcs, asked = compileEach(ctx, dir, buildFlags, pkgs)
			fmt.Fprintf(stderr, "golint-incidents: note: some counts of stackptr are predicted, as the compiler could not be asked: %s\n", strings.TrimSpace(err.Error()))
		}
		seen := make(map[string]bool) // several importers may report a frame
		for _, pkg := range slices.Sorted(maps.Keys(tree)) {
			res, ok := tree[pkg][name]
			if !ok || res.Err != "" {
				continue // nothing to count
			}
			var kept []driver.Diagnostic
			for _, d := range res.Diagnostics {
				of, ok := home(d, pkg), !d.Tag().Candidate
				if asked[of] && isFrame(d) {
					d, ok = refine(d, of, funcs)
				}
				if ok && !(isFrame(d) && seen[d.Posn]) {
					seen[d.Posn] = true
					kept = append(kept, d)
				}
			}
			res.Diagnostics = kept
			tree[pkg][name] = res
		}
		return ctx.Err()
	}
}

// compileEach asks about each package by itself, and returns those that build.
func compileEach(ctx context.Context, dir string, buildFlags, pkgs []string) (funcs []stackobj.Func, asked map[string]bool) {
	asked = make(map[string]bool)
	for _, pkg := range pkgs {
		if more, err := stackobj.Compile(ctx, dir, buildFlags, "", pkg); err == nil {
			funcs = append(funcs, more...)
			asked[pkg] = true
		}
	}
	return funcs, asked
}

// home returns the package that a finding lies in, which another one may report.
func home(d driver.Diagnostic, pkg string) string { return cmp.Or(d.Tag().Package, pkg) }

// isFrame reports whether a finding has counts that the compiler may know: it
// is not asked about tests. A directive's finding has none.
func isFrame(d driver.Diagnostic) bool {
	file, _, ok := d.Position()
	return d.Tag().Rule == stackptr.Analyzer.Name+"/"+stackptr.HeavyFrame && d.Picture().Parked != nil && ok && !strings.HasSuffix(file, "_test.go")
}

// A place is a line of a file, which the compiler and the prediction print in
// several ways.
type place struct {
	file string
	line int
}

// refine returns a finding in a package with exact counts, false if it is none
// then. Of the objects that it names, those stay that the compiler has in the same
// place: of them it is known whether they are reached. The compiler's others are
// added.
func refine(d driver.Diagnostic, pkg string, funcs []stackobj.Func) (driver.Diagnostic, bool) {
	file, line, _ := d.Position()
	var objects []stackobj.Object
	for _, fn := range funcs {
		if fn.Package == pkg && fn.Line == line && filepath.Base(fn.File) == filepath.Base(file) {
			objects = fn.Objects
		}
	}
	real := make(map[place][]stackobj.Object)
	nameless := 0 // their place is not known: they may be any
	for _, o := range objects {
		if o.File == "" {
			nameless++
			continue
		}
		at := place{filepath.Base(o.File), o.Line}
		real[at] = append(real[at], o)
	}
	reached := 0
	var related []driver.Related
	pic, roles := d.Picture(), []report.Role(nil)
	for i, at := range d.Related {
		role := report.Role{Kind: report.KindNote}
		if i < len(pic.Roles) {
			role = pic.Roles[i]
		}
		if role.Kind == report.KindReached || role.Kind == report.KindUnreached {
			file, line, _ := at.Position()
			switch key := (place{filepath.Base(file), line}); {
			case len(real[key]) > 0:
				real[key] = real[key][1:]
			case nameless > 0:
				nameless--
			default:
				continue // it is none in this build
			}
			if role.Kind == report.KindReached {
				reached++
			}
		}
		related, roles = append(related, at), append(roles, role)
	}
	message, ok := stackptr.Exact(*pic.Parked, reached, len(objects))
	tag := d.Tag()
	tag.Candidate = false
	added, sizes := others(filepath.Dir(file), real)
	pic.Roles = append(roles, sizes...)
	d.Message, d.Category, d.Related = message, tag.With(pic), append(related, added...)
	return d, ok
}

// others describes objects that the compiler alone has: most come of inlining.
func others(dir string, objects map[place][]stackobj.Object) ([]driver.Related, []report.Role) {
	var out []driver.Related
	var roles []report.Role
	for _, at := range slices.SortedFunc(maps.Keys(objects), func(a, b place) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	}) {
		for _, o := range objects[at] {
			what := "value"
			if !strings.HasPrefix(o.Name, ".") {
				what = o.Name
			}
			posn := fmt.Sprintf("%s:%d:%d", filepath.Join(dir, at.file), at.line, max(o.Column, 1))
			out = append(out, driver.Related{Posn: posn, End: posn, Message: fmt.Sprintf("looked at, reached or not: %s %s, %d bytes, as the compiler says", what, o.Type, o.Size)})
			roles = append(roles, report.Role{Kind: report.KindUnreached, Bytes: o.Size})
		}
	}
	return out, roles
}
