//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
)

// The states of the code in which the tools run.
var states = []string{"cold", "warm", "leaf", "core"}

// A table has the samples of a set by state and tool, one for each round.
type table map[string]map[string][]sample

func (t table) add(state, tool string, s sample) {
	if t[state] == nil {
		t[state] = make(map[string][]sample)
	}
	t[state][tool] = append(t[state][tool], s)
}

// measure lets the tools take turns on a set.
func measure(s set, list []tool, rounds int, work, bin string) (table, error) {
	dir, err := s.lay(work)
	if err != nil {
		return nil, err
	}
	floor, err := floorTool.build(bin, "compile")
	if err != nil {
		return nil, err
	}
	t := make(table)
	for round := range rounds {
		if err := t.round(s, list, fmt.Sprintf("%d-%d", os.Getpid(), round), dir, bin, floor); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// round adds one sample of each tool in each state. The tools are built with an id that is
// new, so that nothing has results of theirs.
func (t table) round(s set, list []tool, id, dir, bin, floor string) error {
	exes := make(map[string]string)
	for _, tool := range list {
		exe, err := tool.build(bin, s.name+id)
		if err != nil {
			return err
		}
		defer os.RemoveAll(exe + ".cache")
		defer os.Remove(exe)
		exes[tool.name] = exe
	}
	turn := func(state string) error {
		if err := compile(s, dir, floor); err != nil {
			return fmt.Errorf("compile: %v", err)
		}
		for _, tool := range list {
			sample, err := tool.run(s, dir, exes[tool.name])
			if err != nil {
				return fmt.Errorf("%s: %v", tool.name, err)
			}
			t.add(state, tool.name, sample)
		}
		return nil
	}
	if err := turn("cold"); err != nil {
		return err
	}
	if err := turn("warm"); err != nil {
		return err
	}
	if s.module.Path == "" {
		return nil // nobody's to edit
	}
	leaf, core, err := s.edited(dir)
	if err != nil {
		return err
	}
	for _, e := range []struct{ state, file string }{{"leaf", leaf}, {"core", core}} {
		restore, err := edit(dir, e.file, id)
		if err != nil {
			return err
		}
		err = turn(e.state)
		if rerr := restore(); err == nil {
			err = rerr
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// edit adds a function to a file of the copy in dir, and returns what takes it away again.
func edit(dir, file, id string) (restore func() error, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	restored, err := corpus.MarkChanged(dir)
	if err != nil {
		return nil, err
	}
	restore = func() error {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err // the copy stays marked
		}
		return restored()
	}
	added := fmt.Appendf(slices.Clone(data), "\n// CostOfAnEdit is of %s.\nfunc CostOfAnEdit() string { return %q }\n", id, id)
	return restore, os.WriteFile(file, added, 0o644)
}

// print writes the table as Markdown, with the medians and their ratios.
func (t table) print(w io.Writer, s set, list []tool) {
	fmt.Fprintf(w, "\n%s: %v %v\n\n", s.name, s.module, s.patterns)
	tw := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(tw, "| run\t| tool\t| CPU s\t| wall s\t| peak MiB\t| facts kB\t| of floor\t| of vet\t| of staticcheck\t|")
	fmt.Fprintln(tw, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, state := range states {
		for _, tool := range list {
			samples := t[state][tool.name]
			if len(samples) == 0 {
				continue // no run in this state
			}
			cpu := median(samples, cpuOf)
			fmt.Fprintf(tw, "| %s\t| %s\t| %.1f\t| %.1f\t| %.0f\t| %.0f\t", state, tool.name, cpu,
				median(samples, func(s sample) float64 { return s.Wall }), median(samples, func(s sample) float64 { return s.Peak }),
				median(samples, func(s sample) float64 { return float64(s.facts) / 1e3 }))
			for _, peer := range []string{floorName, vetName, staticcheckName} {
				if base := t[state][peer]; len(base) > 0 && peer != tool.name {
					fmt.Fprintf(tw, "| %.2f\t", cpu/median(base, cpuOf))
				} else {
					fmt.Fprint(tw, "|\t")
				}
			}
			fmt.Fprintln(tw, "|")
		}
	}
	tw.Flush()
}

func cpuOf(s sample) float64 { return s.CPU }

// median returns the median of a figure of samples.
func median(samples []sample, figure func(sample) float64) float64 {
	var xs []float64
	for _, s := range samples {
		xs = append(xs, figure(s))
	}
	slices.Sort(xs)
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}
