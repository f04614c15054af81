// Command precision compares the findings of the suite on public modules with the
// verdicts of those who read them.
//
//	cd bench && go run ./precision
//
// prints precision by analyzer and confidence, and what is to be done: findings that
// have no verdict yet, verdicts whose finding is gone, and among these the right
// ones, whose loss makes the command fail. With -update, verdicts.jsonl is
// rewritten: lost findings leave it, and new ones enter it without a verdict, for
// somebody to read the code and fill it in.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
	"github.com/golint-incidents/golint-incidents/bench/internal/record"
	"github.com/golint-incidents/golint-incidents/bench/internal/vet"
)

func main() {
	err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "precision:", err)
	}
	switch {
	case errors.Is(err, errOpen):
		os.Exit(1)
	case err != nil:
		os.Exit(2)
	}
}

var errOpen = errors.New("there is something to be done")

func run() error {
	var (
		modules  = flag.String("module", "", "comma-separated `names` of modules.txt, or tuned, or measured (default: all)")
		toolName = flag.String("tool", "", "the vet tool to measure (default: the suite, built now)")
		work     = flag.String("work", vet.WorkDir(), "the `folder` for copies of the modules")
		verdicts = flag.String("verdicts", "precision/verdicts.jsonl", "the `file` of verdicts")
		sizes    = flag.String("sizes", "precision/sizes.jsonl", "the `file` of the sizes of the modules that were analyzed")
		update   = flag.Bool("update", false, "rewrite the files")
	)
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	known, err := record.Read[record.Finding](*verdicts)
	if err != nil {
		return err
	}
	var names []string
	if *modules != "" {
		names = strings.Split(*modules, ",")
	}
	mods, err := corpus.Modules(names...)
	if err != nil {
		return err
	}
	tool, err := vet.Tool(*toolName, *work)
	if err != nil {
		return err
	}
	digest, err := vet.Digest(tool)
	if err != nil {
		return err
	}
	var found []record.Finding
	var analyzed []record.Size
	for _, m := range mods {
		list, size, err := analyze(m, *work, tool)
		if err != nil {
			fmt.Fprintf(os.Stderr, "skipped %s: %v\n", m, err)
			continue
		}
		size.Tool = digest
		found = append(found, list...)
		analyzed = append(analyzed, size)
	}
	c := compare(known, found, analyzed)
	c.print(os.Stdout)
	if *update {
		if err := record.Write(*verdicts, c.merged); err != nil {
			return err
		}
		old, err := record.Read[record.Size](*sizes)
		if err != nil {
			return err
		}
		return record.Write(*sizes, mergeSizes(old, analyzed))
	}
	if len(c.unread) > 0 || len(c.lostRight) > 0 {
		return errOpen
	}
	return nil
}

// analyze returns the findings on a module as it is.
func analyze(m corpus.Module, work, tool string) ([]record.Finding, record.Size, error) {
	size := record.Size{Module: m.String(), Half: m.Half}
	dir, err := m.Lay(work)
	if err != nil {
		return nil, size, err
	}
	if size.Lines, err = corpus.Lines(dir); err != nil {
		return nil, size, err
	}
	res, err := vet.Run(dir, tool, "./...")
	if err != nil {
		return nil, size, err
	}
	for p, why := range res.Broken {
		fmt.Fprintf(os.Stderr, "%s: package %s left out: %s\n", m, p, why)
	}
	var list []record.Finding
	seen := make(map[string]bool)
	for _, f := range res.Findings {
		r := record.Finding{Module: m.String(), Half: m.Half, Position: f.Position.String(), Analyzer: f.Analyzer, Confidence: f.Category, Message: f.Message}
		if !seen[r.Key()] {
			seen[r.Key()] = true
			list = append(list, r)
		}
	}
	return list, size, nil
}

// A comparison sorts findings by what is to be done about them.
type comparison struct {
	merged    []record.Finding // those found now, with the verdicts that they have
	unread    []record.Finding
	lost      []record.Finding // verdicts whose module was analyzed without the finding
	lostRight []record.Finding
}

func compare(known, found []record.Finding, analyzed []record.Size) *comparison {
	byKey := make(map[string]record.Finding)
	for _, k := range known {
		byKey[k.Key()] = k
	}
	c := new(comparison)
	now := make(map[string]bool)
	for _, f := range found {
		now[f.Key()] = true
		k := byKey[f.Key()]
		f.Verdict, f.Reason = k.Verdict, k.Reason
		if f.Verdict == "" {
			c.unread = append(c.unread, f)
		}
		c.merged = append(c.merged, f)
	}
	for _, k := range known {
		switch {
		case now[k.Key()]:
		case !slices.ContainsFunc(analyzed, func(s record.Size) bool { return s.Module == k.Module }):
			c.merged = append(c.merged, k) // not measured now
		default:
			c.lost = append(c.lost, k)
			if k.Verdict == record.Right {
				c.lostRight = append(c.lostRight, k)
			}
		}
	}
	slices.SortFunc(c.merged, func(a, b record.Finding) int { return cmp.Compare(a.Key(), b.Key()) })
	return c
}

func mergeSizes(old, now []record.Size) []record.Size {
	old = slices.DeleteFunc(old, func(s record.Size) bool {
		return slices.ContainsFunc(now, func(n record.Size) bool { return n.Module == s.Module })
	})
	all := append(old, now...)
	slices.SortFunc(all, func(a, b record.Size) int { return cmp.Compare(a.Module, b.Module) })
	return all
}

func (c *comparison) print(w *os.File) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "half\tanalyzer\tconfidence\tright\tdoubtful\twrong\tunread")
	counts, keys := record.Verdicts(c.merged, func(f record.Finding) string { return f.Half + "\t" + f.Analyzer + "\t" + f.Confidence })
	for _, k := range keys {
		n := counts[k]
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\n", k, n.Right, n.Doubtful, n.Wrong, n.Unread)
	}
	tw.Flush()
	for _, f := range c.unread {
		fmt.Fprintf(w, "new: %s %s (%s)\n\t%s\n\tread the code and write verdict and reason into verdicts.jsonl; -update adds the line\n", f.Module, f.Position, f.Analyzer, f.Message)
	}
	for _, f := range c.lostRight {
		fmt.Fprintf(w, "lost, though right: %s %s (%s)\n\t%s\n\tfind out why it is silent now: %s\n", f.Module, f.Position, f.Analyzer, f.Message, f.Reason)
	}
	if n := len(c.lost) - len(c.lostRight); n > 0 {
		fmt.Fprintf(w, "%d that were wrong or doubtful are gone; -update drops their lines\n", n)
	}
}
