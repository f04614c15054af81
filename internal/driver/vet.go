package driver

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"strings"
)

// A vetter runs go vet with this program as its tool.
type vetter struct {
	exe        string
	buildFlags []string // for go vet and go list: -tags
	toolFlags  []string // for the analyzers
	meter      *meter
}

// args returns the arguments of go vet.
func (v *vetter) args(patterns []string) []string {
	args := append([]string{"vet", "-vettool=" + v.exe, "-json", "-" + unitsFlag}, v.buildFlags...)
	args = append(args, "-"+configFlag+"="+NoConfig)
	args = append(args, v.toolFlags...)
	return append(append(args, "--"), patterns...)
}

// An outcome is what came of one step.
type outcome struct {
	tree     Tree
	problems []string // go's own words on what could not be analyzed
	skipped  []string // packages that import those, and so were not analyzed either
}

// wanted returns a function that reports whether a package, by its import path,
// is one that the step's patterns name. go vet also prints what was found in
// packages that those import (see [unit.sharesCache]); this command does not.
func (s *step) wanted() func(pkg string) bool {
	if s.roots == nil {
		return func(string) bool { return true } // the go command could not tell
	}
	paths := make(map[string]bool)
	for _, p := range s.roots {
		paths[p.ImportPath] = true
		paths[p.ImportPath+"_test"] = true // its external tests
	}
	return func(pkg string) bool { return paths[pkg] }
}

// resolve asks go which packages the patterns match.
func (v *vetter) resolve(ctx context.Context, s *step) error {
	roots, err := s.list(ctx, append([]string{"-find"}, v.buildFlags...), s.patterns)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return nil // go vet will say the same
	}
	s.roots = append([]*listed{}, roots...)
	return nil
}

// nothing reports whether no package of the step can be part of this build.
func (s *step) nothing() bool {
	return s.roots != nil && !slices.ContainsFunc(s.roots, func(p *listed) bool { return !p.excluded() })
}

// vet analyzes the packages of a step.
//
// go vet refuses all of its packages if one of them cannot be loaded, for a
// syntax error or a missing import. Then it is run again on those that can.
func (v *vetter) vet(ctx context.Context, s *step) (*outcome, error) {
	out := &outcome{tree: make(Tree)}
	if s.nothing() {
		return out, nil
	}
	stderr, err := v.json(ctx, s, out.tree, s.patterns)
	if err == nil {
		return out, v.recover(ctx, s, out, s.lost(out.tree))
	}
	if !failed(err) {
		return nil, err // go did not run
	}
	pkgs, err := s.list(ctx, v.buildFlags, s.patterns)
	if err != nil {
		out.problems = append(out.problems, stderr, err.Error())
		return out, nil
	}
	var good []string
	refused := false
	for _, p := range pkgs {
		switch {
		case p.loads():
			good = append(good, p.ImportPath)
		case p.excluded():
			// not of this build
		default:
			refused = true
		}
	}
	switch {
	case len(pkgs) == 0 && s.optional:
		return out, nil // no packages, but modules
	case len(good) == len(pkgs):
		out.problems = append(out.problems, stderr)
	case refused:
		out.problems = append(out.problems, stderr)
		fallthrough
	default:
		for chunk := range chunks(good, 24<<10) {
			again, err := v.json(ctx, s, out.tree, chunk)
			if err == nil {
				continue // this time it went well
			}
			if !failed(err) {
				return nil, err
			}
			out.problems = append(out.problems, again)
			stderr += again
		}
	}
	out.skipped = dependants(pkgs, out.tree, stderr)
	bad := broken(stderr)
	return out, v.recover(ctx, s, out, slices.DeleteFunc(s.lost(out.tree), func(pkg string) bool {
		return bad[pkg] || slices.Contains(out.skipped, pkg) || !slices.Contains(good, pkg)
	}))
}

// lost returns the packages of which go vet has printed nothing, not even that
// they were analyzed. Go keeps the facts of a package in its cache before it keeps
// what the tool printed: if it is killed in between, or the disk is full, it
// takes the package to be clean from then on.
func (s *step) lost(tree Tree) []string {
	var lost []string
	for _, p := range s.roots {
		proper := len(p.GoFiles)+len(p.CgoFiles)+len(p.TestGoFiles) > 0 && tree[p.ImportPath] == nil
		external := len(p.XTestGoFiles) > 0 && tree[p.ImportPath+"_test"] == nil
		if (proper || external) && p.ImportPath != "unsafe" && p.Error == nil {
			lost = append(lost, p.ImportPath)
		}
	}
	return lost
}

// recover analyzes lost packages once more, and has go forget what it knows of them.
func (v *vetter) recover(ctx context.Context, s *step, out *outcome, lost []string) error {
	for chunk := range chunks(lost, 24<<10) {
		salted := *v
		salted.toolFlags = append(slices.Clip(v.toolFlags), "-"+saltFlag+"="+rand.Text())
		stderr, err := salted.json(ctx, s, out.tree, chunk)
		if err != nil && !failed(err) {
			return err
		}
		if err != nil {
			out.problems = append(out.problems, stderr)
		}
	}
	return nil
}

// json runs go vet -json and adds what it finds to tree.
func (v *vetter) json(ctx context.Context, s *step, tree Tree, patterns []string) (stderr string, err error) {
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := tree.readTree(read, v.meter)
		io.Copy(io.Discard, read) // lets go finish after what is not JSON
		done <- err
	}()
	stderr, err = s.run(ctx, write, v.args(patterns)...)
	write.Close() // cannot fail
	if readErr := <-done; readErr != nil {
		err = errors.Join(err, readErr)
	}
	return tree.extract(stderr, v.meter), err
}

// dependants returns the packages that import one that go vet failed on, by
// what it said, and of which it then says nothing.
func dependants(pkgs []*listed, tree Tree, stderr string) []string {
	broken := broken(stderr)
	var skipped []string
	for _, p := range pkgs {
		if broken[p.ImportPath] || tree[p.ImportPath] != nil || !p.loads() {
			continue // go spoke of it
		}
		for _, dep := range p.Deps {
			if broken[dep] {
				skipped = append(skipped, p.ImportPath)
				break
			}
		}
	}
	return skipped
}

// broken returns the packages that go vet failed on, by what it said.
func broken(stderr string) map[string]bool {
	pkgs := make(map[string]bool)
	for line := range strings.Lines(stderr) {
		if pkg, ok := strings.CutPrefix(strings.TrimSpace(line), "# "); ok {
			pkg, _, _ = strings.Cut(pkg, " ")
			pkgs[pkg] = true
		}
	}
	return pkgs
}

// chunks splits a list into parts of at most size bytes, as command lines are limited.
func chunks(list []string, size int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		start, n := 0, 0
		for i, s := range list {
			if n += len(s) + 1; n > size && i > start {
				if !yield(list[start:i]) {
					return
				}
				start, n = i, len(s)+1
			}
		}
		if start < len(list) {
			yield(list[start:])
		}
	}
}
