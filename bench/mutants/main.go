// Command mutants measures recall: it breaks public modules in small ways that are
// bugs by construction, and counts how many of them the suite notices.
//
//	cd bench && go run ./mutants -analyzer maprace -sample 10 -o maprace.jsonl
//
// prints a table of what was caught, by operator and by move. The results are kept
// as JSON lines; the same command goes on where an earlier one ended. With -diff OLD,
// the mutants of OLD are tried again, and those that were caught and are missed now are
// named and make the command fail. With -expect, the mutants that a file names are
// tried, and each must be caught. Modules that do not build here are named and left out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
	"github.com/golint-incidents/golint-incidents/bench/internal/mutate"
	"github.com/golint-incidents/golint-incidents/bench/internal/record"
	"github.com/golint-incidents/golint-incidents/bench/internal/vet"
)

func main() {
	err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
	}
	switch {
	case errors.Is(err, errLost):
		os.Exit(1)
	case err != nil:
		os.Exit(2)
	}
}

// errLost tells that what should be caught is not.
var errLost = errors.New("caught before, missed now")

func run() error {
	var (
		analyzers = flag.String("analyzer", "", "comma-separated `names` (default: all)")
		modules   = flag.String("module", "", "comma-separated `names` of modules.txt, or tuned, or measured (default: all)")
		toolName  = flag.String("tool", "", "the vet tool to measure (default: the suite, built now)")
		work      = flag.String("work", vet.WorkDir(), "the `folder` for copies of the modules")
		sample    = flag.Int("sample", 10, "mutants for each module and analyzer, 0 for all")
		seed      = flag.Uint64("seed", 1, "which mutants a sample has")
		output    = flag.String("o", "", "append results to this `file` and go on where it ends")
		diff      = flag.String("diff", "", "try the mutants of this `file` of results, and name what it has as caught and is missed now")
		expect    = flag.String("expect", "", "try only the mutants that this `file` names; each must be caught")
		table     = flag.Bool("table", false, "run nothing: print the tables of the results in -o")
		list      = flag.Bool("list", false, "run nothing: list the mutants of the sample")
		verbose   = flag.Bool("v", false, "name each mutant that is missed or does not compile")
	)
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	names := mutate.Analyzers()
	if *analyzers != "" {
		names = strings.Split(*analyzers, ",")
		for _, name := range names {
			if !slices.Contains(mutate.Analyzers(), name) {
				return fmt.Errorf("no operators for %q", name)
			}
		}
	}
	var results []record.Mutant
	if *output != "" {
		var err error
		if results, err = record.Read[record.Mutant](*output); err != nil {
			return err
		}
	}
	if !*table {
		e := &engine{analyzers: names, work: *work, sample: *sample, seed: *seed, list: *list}
		if *expect != "" {
			if err := e.readExpected(*expect); err != nil {
				return err
			}
		}
		if *diff != "" {
			if err := e.readOld(*diff); err != nil {
				return err
			}
		}
		mods, err := e.modules(*modules)
		if err != nil {
			return err
		}
		if e.tool, err = vet.Tool(*toolName, *work); err != nil {
			return err
		}
		if e.digest, err = vet.Digest(e.tool); err != nil {
			return err
		}
		if err := e.begin(*output, results); err != nil {
			return err
		}
		for _, m := range mods {
			if err := e.module(m); err != nil {
				fmt.Fprintf(os.Stderr, "skipped %s: %v\n", m, err)
				e.skipped = append(e.skipped, m.String())
			}
		}
		results = e.results
		if len(e.skipped) > 0 {
			fmt.Printf("skipped, as they do not build here: %s\n\n", strings.Join(e.skipped, ", "))
		}
		if *expect != "" {
			return e.checkExpected()
		}
	}
	results = slices.DeleteFunc(results, func(r record.Mutant) bool { return !slices.Contains(names, r.Analyzer) })
	printTables(os.Stdout, results)
	if *verbose {
		for _, r := range results {
			if r.Verdict != record.Caught {
				fmt.Printf("%s\t%s\t%s\n", r.Verdict, r.Module, r.ID)
			}
		}
	}
	if *diff != "" {
		return compare(*diff, results)
	}
	return nil
}

// modules picks those of the flag, or those that the expected mutants are in.
func (e *engine) modules(flag string) ([]corpus.Module, error) {
	if flag != "" {
		return corpus.Modules(strings.Split(flag, ",")...)
	}
	if e.expected == nil {
		return corpus.Modules()
	}
	var names []string
	for m := range e.expected {
		path, _, _ := strings.Cut(m, "@")
		names = append(names, path)
	}
	slices.Sort(names)
	return corpus.Modules(names...)
}

// compare names the mutants that were caught and are missed.
func compare(old string, now []record.Mutant) error {
	before, err := record.Read[record.Mutant](old)
	if err != nil {
		return err
	}
	verdicts := make(map[string]string)
	for _, r := range now {
		verdicts[r.Module+" "+r.ID] = r.Verdict
	}
	lost, won, untried := 0, 0, 0
	for _, r := range before {
		switch v := verdicts[r.Module+" "+r.ID]; {
		case r.Verdict == record.Caught && v != "" && v != record.Caught:
			lost++
			fmt.Printf("lost (%s): %s %s\n\twas: %s\n", v, r.Module, r.ID, r.Message)
		case r.Verdict == record.Missed && v == record.Caught:
			won++
		case v == "":
			untried++
		}
	}
	fmt.Printf("%d more are caught, %d no longer, %d were not tried\n", won, lost, untried)
	if lost > 0 {
		return errLost
	}
	return nil
}
