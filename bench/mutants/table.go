package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

// printTables prints recall by operator and by move, for each half of the corpus.
func printTables(w io.Writer, results []record.Mutant) {
	tables := []struct {
		title string
		key   func(record.Mutant) string
	}{
		{"analyzer", func(r record.Mutant) string { return r.Analyzer }},
		{"operator", func(r record.Mutant) string { return r.Analyzer + " " + r.Op }},
		{"move", func(r record.Mutant) string { return r.Analyzer + " " + r.Move }},
	}
	for _, t := range tables {
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintf(tw, "half\t%s\tcaught\tmissed\tnot compiled\trecall\n", t.title)
		counts, keys := record.By(results, func(r record.Mutant) string { return r.Half + "\t" + t.key(r) })
		for _, k := range keys {
			c := counts[k]
			fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%s\n", k, c.Caught, c.Missed, c.Broken, c.Recall())
		}
		tw.Flush()
		fmt.Fprintln(w)
	}
}
