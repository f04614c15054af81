package driver

import (
	"context"
	"errors"
	"io"
	"strings"
)

// A vetter runs go vet with this program as its tool.
type vetter struct {
	exe        string
	buildFlags []string // for go vet and go list: -tags
	toolFlags  []string // for the analyzers
	lenient    bool     // packages that build constraints exclude are no failure
}

// args returns the arguments of go vet.
func (v *vetter) args(mode, patterns []string) []string {
	args := append([]string{"vet", "-vettool=" + v.exe}, mode...)
	args = append(args, v.buildFlags...)
	args = append(args, v.toolFlags...)
	return append(append(args, "--"), patterns...)
}

// An outcome is what came of one step.
type outcome struct {
	tree     Tree
	problems []string // go's own words on what could not be analyzed
	skipped  []string // packages that import those, and so were not analyzed either
	patterns []string // what of the step's patterns go vet accepts
}

// vet analyzes the packages of a step.
//
// go vet refuses all of its packages if one of them cannot be loaded, for a
// syntax error or a missing import. Then it is run again on those that can.
func (v *vetter) vet(ctx context.Context, s *step) (*outcome, error) {
	out := &outcome{tree: make(Tree), patterns: s.patterns}
	stderr, err := v.json(ctx, s, out.tree, s.patterns)
	if err == nil {
		return out, nil
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
	broken := false
	for _, p := range pkgs {
		switch {
		case p.loads():
			good = append(good, p.ImportPath)
		case v.lenient && p.excluded():
			// The file that changed is for another system.
		default:
			broken = true
		}
	}
	switch {
	case len(pkgs) == 0 && s.optional:
		return out, nil // no packages, but modules
	case len(good) == len(pkgs):
		out.problems = append(out.problems, stderr)
	case broken:
		out.problems = append(out.problems, stderr)
		fallthrough
	default:
		out.patterns = good
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
	return out, nil
}

// json runs go vet -json and adds what it finds to tree.
func (v *vetter) json(ctx context.Context, s *step, tree Tree, patterns []string) (stderr string, err error) {
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := tree.readTree(read)
		io.Copy(io.Discard, read) // lets go finish after what is not JSON
		done <- err
	}()
	stderr, err = s.run(ctx, write, v.args([]string{"-json"}, patterns)...)
	write.Close() // cannot fail
	if readErr := <-done; readErr != nil {
		err = errors.Join(err, readErr)
	}
	return tree.extract(stderr), err
}

// dependants returns the packages that import one that go vet failed on, by
// what it said, and of which it then says nothing.
func dependants(pkgs []*listed, tree Tree, stderr string) []string {
	broken := make(map[string]bool)
	for line := range strings.Lines(stderr) {
		if pkg, ok := strings.CutPrefix(strings.TrimSpace(line), "# "); ok {
			pkg, _, _ = strings.Cut(pkg, " ")
			broken[pkg] = true
		}
	}
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
