package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Exit codes of the standalone command.
const (
	ExitClean    = 0
	ExitFindings = 1
	ExitFailure  = 2 // something could not be analyzed
)

// A Command is one call of the standalone command.
type Command struct {
	JSON    bool     // print one JSON object
	Fix     bool     // apply fixes
	Diff    bool     // print what Fix would change
	NoTests bool     // drop findings in test files
	Files   bool     // Args are changed files
	Context int      // source lines around each finding, or -1
	Tags    string   // build tags
	Flags   []string // of the analyzers, as -name=value
	Args    []string // package patterns
	// Refine, if set, changes the findings of one run of go vet, in the folder
	// dir and with the given build flags, before anybody sees them.
	Refine func(ctx context.Context, dir string, buildFlags []string, tree Tree) error

	Stdout, Stderr io.Writer
}

// Run analyzes and returns the exit code.
func (c *Command) Run(ctx context.Context) int {
	code, err := c.run(ctx)
	if err != nil {
		fmt.Fprintf(c.Stderr, "golint-incidents: %s\n", strings.TrimSpace(err.Error()))
		return ExitFailure
	}
	return code
}

func (c *Command) run(ctx context.Context) (int, error) {
	if (c.Fix || c.Diff) && c.JSON {
		return 0, errors.New("-json cannot be combined with -fix or -diff")
	}
	if (c.Fix || c.Diff) && c.NoTests {
		return 0, errors.New("-test=false cannot be combined with -fix or -diff: go vet fixes test files too")
	}
	r, err := c.prepare(ctx)
	if err != nil {
		return 0, err
	}
	if err := r.vet(ctx); err != nil {
		return 0, err
	}
	switch {
	case c.Diff:
		return r.diff(ctx)
	case c.Fix:
		if err := r.fix(ctx); err != nil {
			return 0, err
		}
	}
	return r.report()
}

// A runner is a command under way.
type runner struct {
	*Command
	vetter   *vetter
	cwd      string
	modules  []string // main modules: folders
	steps    []*step
	outcomes []*outcome // of each step
	tree     Tree       // the findings of all steps
	cgo      int        // files skipped because cgo is off
}

// prepare finds out what to run, and where.
func (c *Command) prepare(ctx context.Context) (*runner, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cwd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	flags, files := nameFiles(cwd, c.Flags)
	r := &runner{
		Command: c,
		cwd:     canonical(cwd),
		vetter:  &vetter{exe: exe, toolFlags: flags, lenient: c.Files},
	}
	if c.Tags != "" {
		r.vetter.buildFlags = []string{"-tags=" + c.Tags}
	}
	here := goCmd{dir: r.cwd}
	env, err := here.environment(ctx)
	if err != nil {
		return nil, err
	}
	if r.modules, err = here.mainModules(ctx, env); err != nil {
		return nil, err
	}
	patterns := c.Args
	switch {
	case c.Files:
		patterns = changedPatterns(r.cwd, patterns)
	case len(patterns) == 0:
		patterns = []string{"./..."}
	}
	plan := newPlanner(r.cwd, env, r.modules)
	for _, pattern := range patterns {
		plan.add(pattern)
	}
	if c.Files {
		plan.here.optional = true // go.mod alone is no package
	}
	r.steps = plan.plan()
	for _, s := range r.steps {
		s.env = append(s.env, flagFiles+"="+files)
	}
	if env.CGO_ENABLED == "0" {
		for _, s := range r.steps {
			r.cgo += r.vetter.countCgo(ctx, s)
		}
	}
	return r, nil
}

// vet runs the steps one after another, so that memory stays that of one.
func (r *runner) vet(ctx context.Context) error {
	r.tree, r.outcomes = make(Tree), nil
	for _, s := range r.steps {
		out, err := r.vetter.vet(ctx, s)
		if err != nil {
			return err
		}
		out.tree.keep(s.wanted(r.modules), func(d Diagnostic) bool {
			return !r.NoTests || !strings.HasSuffix(parsePosn(d.Posn).file, "_test.go")
		})
		if r.Refine != nil {
			if err := r.Refine(ctx, s.dir, r.vetter.buildFlags, out.tree); err != nil {
				return err
			}
		}
		r.outcomes = append(r.outcomes, out)
		r.tree.add(out.tree)
	}
	everything := func(string) bool { return true }
	r.tree.keep(everything, func(Diagnostic) bool { return true })
	return nil
}

// fix applies the fixes, says to how many files, and looks at what is left.
func (r *runner) fix(ctx context.Context) error {
	files := r.tree.fixable()
	if len(files) == 0 {
		return nil // nothing that a program can fix
	}
	for i, s := range r.steps {
		if _, err := r.vetter.fix(ctx, s, r.outcomes[i], false); err != nil {
			return err
		}
	}
	problems := r.outcomes
	switch n := changed(files); n {
	case 1:
		fmt.Fprintln(r.Stderr, "golint-incidents: fixed 1 file")
	default:
		fmt.Fprintf(r.Stderr, "golint-incidents: fixed %d files\n", n)
	}
	if err := r.vet(ctx); err != nil {
		return err
	}
	for i, out := range r.outcomes {
		if len(out.problems) == 0 {
			out.problems = problems[i].problems // fixes that exclude each other, say
		}
	}
	return nil
}

// diff prints what fix would change. A difference counts as a finding.
func (r *runner) diff(ctx context.Context) (int, error) {
	code := ExitClean
	files := r.tree.fixable()
	for i, s := range r.steps {
		diff, err := r.vetter.fix(ctx, s, r.outcomes[i], true)
		if err != nil {
			return 0, err
		}
		if diff = selectDiff(diff, files); diff != "" {
			fmt.Fprint(r.Stdout, diff)
			code = ExitFindings
		}
	}
	if r.problems() {
		code = ExitFailure
	}
	return code, nil
}

// report prints the findings, then what could not be analyzed.
func (r *runner) report() (int, error) {
	code := ExitClean
	for _, results := range r.tree {
		for _, res := range results {
			if len(res.Diagnostics) > 0 {
				code = ExitFindings
			}
		}
	}
	if r.JSON {
		if err := r.tree.printJSON(r.Stdout); err != nil {
			return 0, err
		}
	} else {
		p := &printer{w: r.Stdout, cwd: r.cwd, context: r.Context}
		p.print(r.tree)
	}
	if r.problems() {
		code = ExitFailure
	}
	return code, nil
}

// problems prints what could not be analyzed, and reports whether there was such.
func (r *runner) problems() bool {
	any := false
	for i, out := range r.outcomes {
		for _, problem := range out.problems {
			if r.steps[i].nested {
				fmt.Fprintf(r.Stderr, "golint-incidents: in module %s:\n", r.relative(r.steps[i].dir))
			}
			fmt.Fprintln(r.Stderr, strings.TrimSpace(problem))
			any = true
		}
		for _, pkg := range out.skipped {
			fmt.Fprintf(r.Stderr, "golint-incidents: %s was not analyzed: it imports a package that failed\n", pkg)
		}
	}
	for pkg, results := range r.tree {
		for analyzer, res := range results {
			if res.Err != "" {
				fmt.Fprintf(r.Stderr, "golint-incidents: %s on %s: %s\n", analyzer, pkg, res.Err)
				any = true
			}
		}
	}
	if any {
		fmt.Fprintln(r.Stderr, "golint-incidents: some packages could not be analyzed (see above)")
	}
	switch r.cgo {
	case 0:
		// nothing to say
	case 1:
		fmt.Fprintln(r.Stderr, "golint-incidents: note: skipped 1 file that uses cgo, which is off (CGO_ENABLED=0)")
	default:
		fmt.Fprintf(r.Stderr, "golint-incidents: note: skipped %d files that use cgo, which is off (CGO_ENABLED=0)\n", r.cgo)
	}
	return any
}

// relative returns a folder relative to the working directory, if it is below.
func (r *runner) relative(dir string) string {
	if rel, err := filepath.Rel(r.cwd, dir); err == nil && !slices.Contains(strings.Split(rel, string(filepath.Separator)), "..") {
		return rel
	}
	return dir
}
