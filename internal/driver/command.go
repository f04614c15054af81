package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/finding"
	"github.com/golint-incidents/golint-incidents/internal/format"
	"github.com/golint-incidents/golint-incidents/internal/report"
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
	Nested  bool     // patterns with "..." reach modules below
	Tags    string   // build tags
	Flags   []string // of the analyzers, as -name=value
	Args    []string // package patterns
	// Packages are those that flags name: it is an error if there is no such.
	Packages []string
	// Refine, if set, changes the findings of one run of go vet, in the folder
	// dir and with the given build flags, before anybody sees them.
	Refine func(ctx context.Context, dir string, buildFlags []string, tree Tree) error

	// Outputs are where the findings go, unless JSON or Diff is set.
	Outputs []format.Output
	// Version and Rules are what outputs tell of the command.
	Version string
	Rules   []report.Rule
	// Select, if set, removes findings that are not wanted, and counts them as hidden.
	Select func(ctx context.Context, run *finding.Run, sources *finding.Sources) error
	// Progress, if set, is told of each package that is done.
	Progress func(Progress)
	// Done, if set, is called before anything is printed.
	Done func()

	// Measured is what to measure on the way.
	Measured Measured

	Stdout, Stderr io.Writer
}

// Run analyzes and returns the exit code. The error says why it could not.
func (c *Command) Run(ctx context.Context) (code int, err error) {
	if c.Diff && c.JSON {
		return 0, errors.New("-json cannot be combined with -diff")
	}
	if (c.JSON || c.Diff) && c.Select != nil {
		return 0, errors.New("-json and -diff show all findings: they cannot be combined with -baseline and -new-from")
	}
	for _, o := range c.Outputs {
		if dir := filepath.Dir(o.File); o.File != "" && !isDir(dir) {
			return 0, fmt.Errorf("-format %s=%s: there is no folder %s", o.Name, o.File, dir)
		}
	}
	for flag, file := range map[string]string{cpuFlag: c.Measured.CPU, memoryFlag: c.Measured.Memory} {
		if dir := filepath.Dir(file); file != "" && !isDir(dir) {
			return 0, fmt.Errorf("-%s=%s: there is no folder %s", flag, file, dir)
		}
	}
	if c.Diff && c.Fix {
		return 0, errors.New("-fix cannot be combined with -diff, which changes nothing")
	}
	r, err := c.prepare(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.tmp)) }()
	if err := r.resolve(ctx); err != nil {
		return 0, err
	}
	if err := r.vet(ctx); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.measured()) }() // after the findings, which must not be lost for it
	switch {
	case c.Diff:
		return r.diff()
	case c.Fix:
		if err := r.fix(ctx); err != nil {
			return 0, err
		}
	}
	return r.report(ctx)
}

// A runner is a command under way.
type runner struct {
	*Command
	vetter   *vetter
	cwd      string
	root     string // of the workspace or main module, or the working directory
	tmp      string // for go's temporary folders
	steps    []*step
	outcomes []*outcome // of each step
	tree     Tree       // the findings of all steps
	skipped  skipped
	missing  []string // changed files that are not there
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
		cwd:     cwd,
		root:    cwd,
		vetter:  &vetter{exe: exe, toolFlags: flags, meter: newMeter(c.Progress)},
	}
	if c.Tags != "" {
		r.vetter.buildFlags = []string{"-tags=" + c.Tags}
	}
	here := goCmd{dir: r.cwd}
	env, err := here.environment(ctx)
	if err != nil {
		return nil, err
	}
	modules, err := here.mainModules(ctx, env)
	if err != nil {
		return nil, err
	}
	if len(modules) > 0 {
		r.root = rootOf(env)
	}
	r.skipped = skipped{env: env}
	patterns := c.Args
	switch {
	case c.Files:
		patterns, r.missing = changedPatterns(r.cwd, patterns)
	case len(patterns) == 0:
		patterns = []string{"./..."}
	}
	plan := newPlanner(r.cwd, env, modules, c.Nested)
	for _, pattern := range patterns {
		plan.add(pattern)
	}
	if c.Files {
		plan.here.optional = true // go.mod alone is no package
	}
	r.steps = plan.plan()
	if r.tmp, err = os.MkdirTemp(env.GOTMPDIR, "golint-incidents"); err != nil {
		return nil, err
	}
	if err := r.measure(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.tmp))
	}
	for _, s := range r.steps {
		s.tmp = r.tmp
		s.env = append(s.env, flagFiles+"="+files)
	}
	return r, nil
}

// rootOf returns the folder of the go.work or go.mod that go goes by.
func rootOf(env *environment) string {
	if env.GOWORK != "" && env.GOWORK != "off" {
		return filepath.Dir(env.GOWORK)
	}
	return filepath.Dir(env.GOMOD)
}

// resolve asks go what the patterns match, and counts what is left out.
func (r *runner) resolve(ctx context.Context) error {
	for _, s := range r.steps {
		if err := r.vetter.resolve(ctx, s); err != nil {
			return err
		}
		r.vetter.meter.expect(s)
		if err := r.skipped.count(ctx, r.vetter, s); err != nil {
			return err
		}
	}
	return r.checkPackages(ctx)
}

// checkPackages returns an error if a package that a flag names is in none of the modules.
func (r *runner) checkPackages(ctx context.Context) error {
	if len(r.Packages) == 0 {
		return nil
	}
	why := make(map[string]string)
	for _, s := range r.steps {
		pkgs, err := s.list(ctx, append([]string{"-find"}, r.vetter.buildFlags...), r.Packages)
		if err != nil {
			return err
		}
		for _, p := range pkgs {
			if p.Error == nil {
				why[p.ImportPath] = "" // found
			} else if _, ok := why[p.ImportPath]; !ok {
				why[p.ImportPath] = p.Error.Err
			}
		}
	}
	for _, pkg := range r.Packages {
		if why[pkg] != "" {
			line, _, _ := strings.Cut(why[pkg], "\n")
			return fmt.Errorf("a flag names the package %s: %s", pkg, line)
		}
	}
	return nil
}

// vet runs the steps one after another, so that memory stays that of one.
func (r *runner) vet(ctx context.Context) error {
	r.tree, r.outcomes = make(Tree), nil
	for _, s := range r.steps {
		out, err := r.vetter.vet(ctx, s)
		if err != nil {
			return err
		}
		out.tree.keep(s.wanted(), func(d Diagnostic) bool {
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
	files, conflicts, err := r.tree.fixed()
	if err != nil || len(files) == 0 {
		return err // or nothing that a program can fix
	}
	for i, f := range files {
		if err := f.write(); err != nil {
			return fmt.Errorf("fixed %d of %s: %w", i, plural(len(files), "file", "files"), err)
		}
	}
	fmt.Fprintf(r.Stderr, "golint-incidents: fixed %s\n", plural(len(files), "file", "files"))
	if err := r.vet(ctx); err != nil {
		return err
	}
	if conflicts > 0 {
		fmt.Fprintf(r.Stderr, "golint-incidents: note: left out %s that overlap with others: run -fix again\n", plural(conflicts, "fix", "fixes"))
	}
	return nil
}

// diff prints what fix would change. A difference counts as a finding.
func (r *runner) diff() (int, error) {
	files, _, err := r.tree.fixed()
	if err != nil {
		return 0, err
	}
	code := ExitClean
	for _, f := range files {
		if _, err := io.WriteString(r.Stdout, f.diff(r.root)); err != nil {
			return 0, err
		}
		code = ExitFindings
	}
	if r.problems() {
		code = ExitFailure
	}
	return code, nil
}

// problems prints what could not be analyzed, each line of it once, and reports
// whether there was such among what was asked for.
func (r *runner) problems() bool {
	failed := false
	seen := make(map[string]bool)
	for i, out := range r.outcomes {
		s := r.steps[i]
		text := unseen(seen, out.problems)
		for _, pkg := range out.skipped {
			text += fmt.Sprintf("golint-incidents: %s was not analyzed: it imports a package that failed\n", pkg)
		}
		switch {
		case len(out.problems)+len(out.skipped) == 0:
			continue // all went well
		case s.found:
			fmt.Fprintf(r.Stderr, "golint-incidents: warning: in module %s, which no pattern names (-nested=false leaves such out):\n", r.relative(s.dir))
		case s.nested:
			fmt.Fprintf(r.Stderr, "golint-incidents: in module %s:\n", r.relative(s.dir))
		}
		io.WriteString(r.Stderr, text) // there is nowhere to tell of an error
		failed = failed || !s.found
	}
	for _, problem := range r.tree.errors() {
		fmt.Fprintf(r.Stderr, "golint-incidents: %s\n", problem)
		failed = true
	}
	if failed {
		fmt.Fprintln(r.Stderr, "golint-incidents: some packages could not be analyzed (see above)")
	}
	r.notes()
	return failed
}

// notes prints what there was to analyze less than one may think.
func (r *runner) notes() {
	r.skipped.print(r.Stderr)
	if len(r.missing) > 0 {
		fmt.Fprintf(r.Stderr, "golint-incidents: note: skipped %s that cannot be found: %s\n",
			plural(len(r.missing), "file", "files"), shorten(r.missing))
	}
}

// unseen returns those lines that were not seen before.
func unseen(seen map[string]bool, problems []string) string {
	var b strings.Builder
	for _, problem := range problems {
		for line := range strings.Lines(strings.TrimSpace(problem) + "\n") {
			if !seen[line] {
				seen[line] = true
				b.WriteString(line)
			}
		}
	}
	return b.String()
}

// relative returns a folder relative to the working directory, if it is below.
func (r *runner) relative(dir string) string {
	if rel, err := filepath.Rel(r.cwd, dir); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return dir
}
