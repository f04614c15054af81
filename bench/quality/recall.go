package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

// A pair is what the two builds made of one mutant.
type pair struct{ before, now record.Mutant }

// pairs returns the mutants that both builds tried.
func (d *data) pairs() []pair {
	now := make(map[string]record.Mutant)
	for _, r := range d.today {
		now[r.Module+" "+r.ID] = r
	}
	var all []pair
	for _, r := range d.mutants {
		if n, ok := now[r.Module+" "+r.ID]; ok {
			all = append(all, pair{r, n})
		}
	}
	return all
}

// lost reports whether the mutant was caught and is missed now.
func (p pair) lost() bool { return p.before.Verdict == record.Caught && p.now.Verdict == record.Missed }

// won reports whether the mutant was missed and is caught now.
func (p pair) won() bool { return p.before.Verdict == record.Missed && p.now.Verdict == record.Caught }

// cell is caught of tried, and recall.
func cell(c *record.Count) string {
	if c == nil || c.Caught+c.Missed == 0 {
		return "–"
	}
	return c.Of() + " (" + c.Recall() + ")"
}

// recall writes a table of recall by a key, the measured half first, and in each
// half the baseline before the later build.
func (d *data) recall(w io.Writer, title string, key func(record.Mutant) string) {
	var before, now []record.Mutant
	for _, p := range d.pairs() {
		before, now = append(before, p.before), append(now, p.now)
	}
	byHalf := func(r record.Mutant) string { return r.Half + "\t" + key(r) }
	old, _ := record.By(before, byHalf)
	later, _ := record.By(now, byHalf)
	_, keys := record.By(before, key)
	columns := strings.Count(title, "|") + 1
	fmt.Fprintf(w, "| %s | measured: baseline | now | tuned: baseline | now |\n|%s---|---|---|---|\n", title, strings.Repeat("---|", columns))
	for _, k := range keys {
		fmt.Fprintf(w, "| %s", strings.ReplaceAll(k, "\t", " | "))
		for _, half := range halves {
			fmt.Fprintf(w, " | %s | %s", cell(old[half+"\t"+k]), cell(later[half+"\t"+k]))
		}
		fmt.Fprintln(w, " |")
	}
	fmt.Fprintln(w)
}

// whole writes the recall of the baseline over all of its mutants, if the later build
// has tried a part of them.
func (d *data) whole(w io.Writer) {
	if len(d.pairs()) == len(d.mutants) {
		return
	}
	counts, _ := record.By(d.mutants, func(r record.Mutant) string { return r.Half + "\t" + r.Analyzer })
	_, keys := record.By(d.mutants, func(r record.Mutant) string { return r.Analyzer })
	fmt.Fprint(w, "The baseline over all of its mutants:\n\n| analyzer | measured | tuned |\n|---|---|---|\n")
	for _, k := range keys {
		fmt.Fprintf(w, "| %s | %s | %s |\n", k, cell(counts[corpus.Measured+"\t"+k]), cell(counts[corpus.Tuned+"\t"+k]))
	}
	fmt.Fprintln(w)
}

// tried says how many mutants the tables are of.
func (d *data) tried() string {
	broken := 0
	for _, p := range d.pairs() {
		if p.before.Verdict == record.Broken {
			broken++
		}
	}
	text := fmt.Sprintf("%d mutants were tried with both builds, %d of them do not compile.", len(d.pairs()), broken)
	if n := len(d.mutants) - len(d.pairs()); n > 0 {
		text += fmt.Sprintf("\n%d more were tried with the baseline only, and are in their own table and that of modules only.", n)
	}
	return text
}

// changes says what the later build catches more, and names what it lost.
func (d *data) changes(w io.Writer) {
	won, lost := make(map[string]int), make(map[string]int)
	var names []string
	for _, p := range d.pairs() {
		switch {
		case p.won():
			won[p.before.Analyzer]++
		case p.lost():
			lost[p.before.Analyzer]++
			names = append(names, fmt.Sprintf("- %s %s", p.before.Module, p.before.ID))
		}
	}
	fmt.Fprint(w, "### Since the baseline\n\n| analyzer | caught now | lost |\n|---|---|---|\n")
	_, keys := record.By(d.mutants, func(r record.Mutant) string { return r.Analyzer })
	for _, k := range keys {
		fmt.Fprintf(w, "| %s | %d | %d |\n", k, won[k], lost[k])
	}
	if len(names) > 0 {
		slices.Sort(names)
		fmt.Fprintf(w, "\nLost, each a regression:\n\n%s\n", strings.Join(names, "\n"))
	}
	fmt.Fprintln(w)
}

// enough survivors of an analyzer, when read, tell how many mutants are no bugs.
const enough = 50

// survivorTable says how many of the missed mutants that were read are no bugs.
func (d *data) survivorTable(w io.Writer) {
	fmt.Fprint(w, `### Survivors that were read

Where types or the call graph tell that a mutant is no bug, it is not made. How many are
left is estimated from mutants that the baseline missed, and whose function was read: the
verdicts and reasons are in bench/mutants/survivors.jsonl. Hosts are not read: they are
the same everywhere. Where the samples have too few, more mutants of small modules were
tried, mostly of the moves that are missed most; these are in no table of recall. The
figures above are not corrected by this one.

| analyzer | read | of the sample | bugs | doubtful | no bugs |
|---|---|---|---|---|---|
`)
	sample := make(map[string]bool)
	for _, r := range d.mutants {
		sample[r.Module+" "+r.ID] = true
	}
	type count struct{ read, sampled, bug, doubtful, noBug int }
	counts := make(map[string]*count)
	for _, s := range d.survivors {
		analyzer, _, _ := strings.Cut(s.ID, "/")
		c := counts[analyzer]
		if c == nil {
			c = new(count)
			counts[analyzer] = c
		}
		c.read++
		if sample[s.Module+" "+s.ID] {
			c.sampled++
		}
		switch s.Verdict {
		case record.Bug:
			c.bug++
		case record.NoBug:
			c.noBug++
		default:
			c.doubtful++
		}
	}
	var few []string
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		c := counts[k]
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d |\n", k, c.read, c.sampled, c.bug, c.doubtful, c.noBug)
		if c.read < enough {
			few = append(few, k)
		}
	}
	if len(few) > 0 {
		fmt.Fprintf(w, "\nThe aim is %d of each. %s: fewer, as few small modules have the material (handlers, C\n"+
			"memory), and a mutant of a binding takes the C compiler.\n", enough, strings.Join(few, ", "))
	}
	fmt.Fprintln(w)
}
