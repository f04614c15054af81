package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
	"github.com/golint-incidents/golint-incidents/bench/internal/mutate"
	"github.com/golint-incidents/golint-incidents/bench/internal/record"
	"github.com/golint-incidents/golint-incidents/bench/internal/vet"
)

// An engine tries mutants.
type engine struct {
	analyzers []string
	work      string
	tool      string
	digest    string
	sample    int
	seed      uint64
	list      bool
	expected  map[string]map[string]bool // by module: the mutants to try, and whether each was caught

	output  string
	done    map[string]bool
	results []record.Mutant
	skipped []string
}

// begin takes over the results of an earlier run. Those of another binary are not
// mixed with this one's.
func (e *engine) begin(output string, results []record.Mutant) error {
	e.output, e.results, e.done = output, results, make(map[string]bool)
	for _, r := range results {
		if r.Tool != e.digest {
			return fmt.Errorf("%s has results of another binary (%s, now %s): choose another file, and -diff", output, r.Tool, e.digest)
		}
		e.done[r.Module+" "+r.ID] = true
	}
	return nil
}

// module tries the mutants of one module.
func (e *engine) module(m corpus.Module) error {
	dir, err := m.Lay(e.work)
	if err != nil {
		return err
	}
	pkgs, err := mutate.Load(dir, "./...")
	if err != nil {
		return err
	}
	if len(pkgs) == 0 {
		return fmt.Errorf("no package can be type-checked (needs %s)", strings.Join(append([]string{"its dependencies"}, m.Needs...), ", "))
	}
	muts := e.pick(m, dir, pkgs)
	if e.list {
		for _, mt := range muts {
			fmt.Printf("%s %s\n", m, mt.ID(dir))
		}
		return nil
	}
	if len(muts) == 0 {
		return nil
	}
	t := &trial{engine: e, module: m, dir: dir}
	if err := t.before(muts); err != nil {
		return err
	}
	restored, err := corpus.MarkChanged(dir)
	if err != nil {
		return err
	}
	for len(muts) > 0 {
		batch, rest := split(muts)
		if err := t.try(batch); err != nil {
			return err
		}
		muts = rest
	}
	return restored()
}

// split takes as many mutants as can be tried in one run: one for each package and
// analyzer.
func split(muts []*mutate.Mutant) (batch, rest []*mutate.Mutant) {
	for _, m := range muts {
		if slices.ContainsFunc(batch, func(other *mutate.Mutant) bool { return !m.Together(other) }) {
			rest = append(rest, m)
		} else {
			batch = append(batch, m)
		}
	}
	return batch, rest
}

// pick returns the mutants to try that no earlier run has tried.
func (e *engine) pick(m corpus.Module, dir string, pkgs []*mutate.Package) []*mutate.Mutant {
	var picked []*mutate.Mutant
	for _, analyzer := range e.analyzers {
		var all []*mutate.Mutant
		for _, p := range pkgs {
			all = append(all, mutate.Mutants(p, analyzer)...)
		}
		if e.expected != nil {
			all = slices.DeleteFunc(all, func(mt *mutate.Mutant) bool {
				_, ok := e.expected[m.String()][mt.ID(dir)]
				return !ok
			})
		} else if e.sample > 0 {
			all = draw(all, e.sample, e.seed, m.Path+analyzer)
		}
		picked = append(picked, all...)
	}
	ids := make(map[string]bool)
	return slices.DeleteFunc(picked, func(mt *mutate.Mutant) bool {
		id := mt.ID(dir)
		twice := ids[id]
		ids[id] = true
		return twice || e.done[m.String()+" "+id]
	})
}

// A trial is the work on one module.
type trial struct {
	*engine
	module corpus.Module
	dir    string
	known  map[string]bool // findings of the module as it is
	unfit  map[string]bool // packages that the tool cannot analyze as they are
}

// before analyzes the packages as they are.
func (t *trial) before(muts []*mutate.Mutant) error {
	res, err := vet.Run(t.dir, t.tool, "./...")
	if err != nil {
		return err
	}
	t.known, t.unfit = make(map[string]bool), make(map[string]bool)
	for _, f := range res.Findings {
		t.known[f.Key()] = true
	}
	for p, why := range res.Broken {
		t.unfit[p] = true
		fmt.Fprintf(os.Stderr, "%s: package %s left out: %s\n", t.module, p, why)
	}
	return nil
}

// try applies a batch of mutants and looks what is found. One that does not compile
// takes along others, of its package and of those that import it: then the batch is
// tried again without that package, whose mutants are tried one by one.
func (t *trial) try(batch []*mutate.Mutant) error {
	batch = slices.DeleteFunc(batch, func(m *mutate.Mutant) bool { return t.unfit[m.Package] })
	if len(batch) == 0 {
		return nil
	}
	res, err := t.vet(batch)
	if err != nil {
		return err
	}
	fine, broken := batch, []*mutate.Mutant(nil)
	if len(res.Broken) > 0 {
		fine = nil
		for _, m := range batch {
			if why, is := brokenBy(res, m); !is {
				fine = append(fine, m)
			} else if len(batch) == 1 {
				return t.note(m, record.Broken, why)
			} else {
				broken = append(broken, m)
			}
		}
		if len(broken) == 0 {
			return fmt.Errorf("go vet: %v", res.Broken)
		}
		for _, m := range broken {
			if err := t.try([]*mutate.Mutant{m}); err != nil {
				return err
			}
		}
		return t.try(fine)
	}
	for _, m := range fine {
		verdict, message := record.Missed, ""
		if f := t.finding(res, m); f != nil {
			verdict, message = record.Caught, f.Position.String()+": "+f.Message
		}
		if err := t.note(m, verdict, message); err != nil {
			return err
		}
	}
	return nil
}

// vet runs the tool on the mutated packages, and puts the files back.
func (t *trial) vet(batch []*mutate.Mutant) (res *vet.Result, err error) {
	restore, err := mutate.Apply(batch)
	defer func() { err = errors.Join(err, restore()) }()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range batch {
		if !slices.Contains(names, m.Package) {
			names = append(names, m.Package)
		}
	}
	return vet.Run(t.dir, t.tool, names...)
}

// brokenBy tells what the compiler says of the mutant's package, or of one that it
// adds.
func brokenBy(res *vet.Result, m *mutate.Mutant) (string, bool) {
	for p, why := range res.Broken {
		if p == m.Package || strings.HasPrefix(p, m.Package+"/zz") {
			return why, true
		}
	}
	return "", false
}

// finding returns a finding of the mutant's analyzer that the module as it is does
// not have, and that touches what was changed.
func (t *trial) finding(res *vet.Result, m *mutate.Mutant) *vet.Finding {
	for _, f := range res.Findings {
		if f.Analyzer != m.Analyzer || t.known[f.Key()] {
			continue
		}
		for _, p := range append([]vet.Position{f.Position}, f.Related...) {
			name := filepath.FromSlash(p.File)
			if !filepath.IsAbs(name) {
				name = filepath.Join(t.dir, name)
			}
			if m.Touches(name, p.Line) {
				return &f
			}
		}
	}
	return nil
}

func (t *trial) note(m *mutate.Mutant, verdict, message string) error {
	id := m.ID(t.dir)
	r := record.Mutant{
		Module: t.module.String(), Half: t.module.Half, ID: id, Analyzer: m.Analyzer, Op: m.Op, Move: m.Move,
		Func: m.Func, Verdict: verdict, Message: message, Tool: t.digest,
	}
	t.results = append(t.results, r)
	if want := t.expected[t.module.String()]; want != nil && verdict == record.Caught {
		want[id] = true
	}
	if t.output != "" {
		return record.Append(t.output, r)
	}
	return nil
}
