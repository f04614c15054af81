package driver

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A step is one run of go vet: patterns, and the module in which they are read.
type step struct {
	goCmd
	patterns []string
	// nested is set for a module that the go command does not reach from the
	// working directory, found if no pattern names it, but one reaches it by "...".
	nested, found bool
	// roots are the packages that the patterns match, nil if that is not known.
	roots []*listed
	// optional is set if it is no error for the patterns to match nothing.
	optional bool
}

// A planner sorts patterns into steps. The go command reads a pattern in one
// main module (or workspace), and ./... stops at each go.mod below; the
// planner starts it anew in those.
type planner struct {
	cwd     string
	modules []string // main modules: canonical folders
	off     bool     // without modules (GOPATH mode)
	nested  bool     // "..." reaches modules below
	here    *step
	steps   map[string]*step // by canonical module folder
}

func newPlanner(cwd string, env *environment, modules []string, nested bool) *planner {
	return &planner{
		cwd:     cwd,
		modules: modules,
		off:     env.GOMOD == "",
		nested:  nested,
		here:    &step{goCmd: goCmd{dir: cwd}},
		steps:   make(map[string]*step),
	}
}

// plan returns the steps: the one in the working directory first, then those in
// other modules, by name.
func (p *planner) plan() []*step {
	var steps []*step
	if len(p.here.patterns) > 0 {
		steps = append(steps, p.here)
	}
	others := make([]*step, 0, len(p.steps))
	for _, s := range p.steps {
		others = append(others, s)
	}
	slices.SortFunc(others, func(a, b *step) int { return cmp.Compare(a.dir, b.dir) })
	return append(steps, others...)
}

// add adds a pattern of the command line.
func (p *planner) add(pattern string) {
	if p.off || !isPath(pattern) {
		p.here.add(pattern)
		return // an import path, std, a file: only the go command can tell
	}
	base, wild := splitPattern(pattern)
	abs := base
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(p.cwd, abs)
	}
	root := moduleRoot(abs) // as the go command sees it: a link is what it is in
	found := false
	switch {
	case p.isMain(root):
		p.here.add(pattern)
		found = true
	case root != "":
		s := p.in(root)
		s.add(subPattern(root, abs, wild))
		s.found = false
		found = true
	}
	if wild != "" && p.nested {
		for _, dir := range nestedModules(abs) {
			sub := nestedPattern(abs, dir, wild)
			switch {
			case sub == "":
				continue // the pattern does not reach it
			case p.isMain(dir):
				p.here.add(p.fromHere(dir, sub)) // by way of the workspace
			default:
				p.in(dir).add(sub)
			}
			p.here.optional = true // here may be nothing but what was found below
			found = true
		}
	}
	if !found {
		p.here.add(pattern) // for go's own message
	}
}

// isMain reports whether the go command analyzes the module in the folder root
// when it is started in the working directory.
func (p *planner) isMain(root string) bool {
	return root != "" && slices.Contains(p.modules, canonical(root))
}

// fromHere returns the pattern sub, which is relative to the folder dir, as one
// that is relative to the working directory.
func (p *planner) fromHere(dir, sub string) string {
	rel, err := filepath.Rel(p.cwd, dir)
	if err != nil {
		rel = dir // on another volume
	}
	rel = filepath.ToSlash(rel)
	if !filepath.IsAbs(rel) && rel != ".." && !strings.HasPrefix(rel, "../") {
		rel = "./" + rel
	}
	return rel + strings.TrimPrefix(sub, ".")
}

// in returns the step in the module in the folder root. The module is not of
// the workspace, if any, or the go command would have reached it.
func (p *planner) in(root string) *step {
	s, ok := p.steps[root]
	if !ok {
		s = &step{
			goCmd:    goCmd{dir: root, env: []string{"GOWORK=off"}},
			nested:   true,
			found:    true,
			optional: true,
		}
		p.steps[root] = s
	}
	return s
}

func (s *step) add(pattern string) {
	if !slices.Contains(s.patterns, pattern) {
		s.patterns = append(s.patterns, pattern)
	}
}

// isPath reports whether a pattern names folders, as opposed to import paths.
func isPath(pattern string) bool {
	slash := filepath.ToSlash(pattern)
	if strings.HasSuffix(slash, ".go") && !strings.Contains(slash, "...") {
		return false // a file
	}
	return slash == "." || slash == ".." || strings.HasPrefix(slash, "./") || strings.HasPrefix(slash, "../") ||
		filepath.IsAbs(pattern)
}

// splitPattern splits a path pattern into the folder that it starts in and, if it
// has a wildcard, what follows: "./a/b..." is "./a" and "b...".
func splitPattern(pattern string) (base, wild string) {
	pattern = filepath.ToSlash(pattern)
	before, _, ok := strings.Cut(pattern, "...")
	if !ok {
		return pattern, ""
	}
	i := strings.LastIndexByte(before, '/') + 1
	return cmp.Or(filepath.FromSlash(pattern[:i]), "."), pattern[i:]
}

// subPattern returns the pattern for the folder dir with the wildcard wild, as
// seen from the folder root of its module.
func subPattern(root, dir, wild string) string {
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		rel = "."
	}
	sub := "./" + filepath.ToSlash(rel)
	if rel == "." {
		sub = "."
	}
	if wild != "" {
		sub += "/" + wild
	}
	return sub
}

// nestedPattern returns what of base/wild lies in the module in the folder dir
// below base, or "".
func nestedPattern(base, dir, wild string) string {
	prefix, rest, _ := strings.Cut(wild, "...")
	rel, err := filepath.Rel(base, dir)
	switch {
	case err != nil || !strings.HasPrefix(filepath.ToSlash(rel), prefix):
		return ""
	case rest == "":
		return "./..."
	case prefix == "":
		return "./" + wild // "./.../api" means the same from any folder
	}
	return ""
}

// nestedModules returns the folders below base that hold a module of their own,
// in lexical order. It skips what ./... skips, and what is never of one's own.
func nestedModules(base string) []string {
	var dirs []string
	walk := func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // unreadable: the go command has something to say about it
		case !d.IsDir():
			if d.Name() == "go.mod" && filepath.Dir(path) != base {
				dirs = append(dirs, filepath.Dir(path))
			}
		case path != base && ignored(d.Name()):
			return filepath.SkipDir
		}
		return nil
	}
	filepath.WalkDir(base, walk) // walk returns no error
	slices.Sort(dirs)
	return dirs
}

// ignored reports whether ... does not match a folder of this name.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") ||
		name == "testdata" || name == "vendor" || name == "node_modules"
}
