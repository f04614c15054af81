//go:build unix

// The cost command measures what the suite costs beside go vet, staticcheck and the
// floor, which is the same driver with one analyzer that builds SSA form and exports a
// fact for each function: no interprocedural suite on SSA can do with less.
//
//	cd bench && go run ./cost                                  # all, some hours
//	cd bench && go run ./cost -sets=etcd -tools=floor,vet,staticcheck,suite -n=1
//
// The tools take turns on the same code on the same machine; a figure is the median of
// the rounds. A run is cold (all is compiled, nothing is analyzed), warm (again), or
// comes after an edit of a package that no other imports (leaf) or that most import
// (core), when what it changes is compiled.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/usage"
	"github.com/golint-incidents/golint-incidents/bench/internal/vet"
)

func main() {
	usage.Main()
	log.SetFlags(0)
	log.SetPrefix("cost: ")
	setNames := flag.String("sets", "", "comma-separated sets of packages; default: all")
	toolNames := flag.String("tools", "", "comma-separated tools; default: all")
	rounds := flag.Int("n", 3, "rounds, of which the median counts")
	work := flag.String("work", vet.WorkDir(), "folder for the modules, which are kept")
	flag.Parse()
	if err := run(*setNames, *toolNames, *rounds, *work); err != nil {
		log.Fatal(err)
	}
}

func run(setNames, toolNames string, rounds int, work string) error {
	if rounds < 1 {
		return fmt.Errorf("-n: %d is not a number of rounds", rounds)
	}
	someSets, err := choose("sets", setNames, sets, func(s set) string { return s.name })
	if err != nil {
		return err
	}
	someTools, err := choose("tools", toolNames, tools(), func(t tool) string { return t.name })
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "cost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, s := range someSets {
		t, err := measure(s, someTools, rounds, work, dir)
		if err != nil {
			return fmt.Errorf("%s: %v", s.name, err)
		}
		t.print(os.Stdout, s, someTools)
	}
	return nil
}

// choose returns the members of a list with the comma-separated names, all without names.
func choose[T any](flag, names string, all []T, name func(T) string) ([]T, error) {
	if names == "" {
		return all, nil
	}
	var chosen []T
next:
	for want := range strings.SplitSeq(names, ",") {
		for _, x := range all {
			if name(x) == want {
				chosen = append(chosen, x)
				continue next
			}
		}
		return nil, fmt.Errorf("-%s: there is no %q", flag, want)
	}
	return chosen, nil
}
