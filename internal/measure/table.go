package measure

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// Read returns the costs that units wrote to a folder.
func Read(folder string) ([]*Cost, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	var costs []*Cost
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		for dec := json.NewDecoder(f); ; {
			c := new(Cost)
			if err = dec.Decode(c); err != nil {
				break
			}
			costs = append(costs, c)
		}
		f.Close()                                                            // was only read
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) { // the latter: the unit was killed
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return costs, nil
}

// shown is how many packages a table has.
const shown = 10

// Print writes the costs as two tables, dearest first: by analyzer, and by package.
func Print(out io.Writer, costs []*Cost) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	print := func(title string, by func(*Cost) string, most int) {
		fmt.Fprintf(w, "seconds\tMiB\tobjects\tfacts\tbytes of facts\t  %s\n", title)
		sums := sum(costs, by)
		for i, s := range sums {
			if i == most {
				fmt.Fprintf(w, "\t\t\t\t\t  and %d more\n", len(sums)-most)
				break
			}
			fmt.Fprintf(w, "%.2f\t%.1f\t%d\t%d\t%d\t  %s%s\n", s.Time.Seconds(), float64(s.Bytes)/(1<<20), s.Objects, s.Facts, s.FactBytes, by(s), s.counted())
		}
	}
	print("analyzer or engine", func(c *Cost) string { return c.Analyzer }, -1)
	fmt.Fprintln(w)
	print("package", func(c *Cost) string { return c.Package }, shown)
	return w.Flush()
}

// counted returns what engines counted, as text behind a name.
func (c *Cost) counted() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c.Counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", c.Counts[name], name))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// sum adds the costs that have the same key, and sorts the sums by time.
func sum(costs []*Cost, by func(*Cost) string) []*Cost {
	sums := make(map[string]*Cost)
	for _, c := range costs {
		s := sums[by(c)]
		if s == nil {
			s = &Cost{Package: c.Package, Analyzer: c.Analyzer, Counts: make(map[string]int)}
			sums[by(c)] = s
		}
		s.Time += c.Time
		s.Bytes += c.Bytes
		s.Objects += c.Objects
		s.Facts += c.Facts
		s.FactBytes += c.FactBytes
		for name, n := range c.Counts {
			s.Counts[name] += n
		}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b *Cost) int {
		return cmp.Or(cmp.Compare(b.Time, a.Time), strings.Compare(by(a), by(b)))
	})
}
