package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/mutate"
	"github.com/golint-incidents/golint-incidents/bench/internal/record"
)

// draw returns n of the mutants. All operators get their turn, and each turn that
// an operator gets, it is one with the evidence in place and one with it moved,
// by turns: so rare operators and moves are not drowned by common ones.
func draw(all []*mutate.Mutant, n int, seed uint64, salt string) []*mutate.Mutant {
	h := fnv.New64a()
	h.Write([]byte(salt))
	rnd := rand.New(rand.NewPCG(seed, h.Sum64()))
	rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var ops []string
	queues := make(map[string][2][]*mutate.Mutant) // by operator: direct, moved
	for _, m := range all {
		q, ok := queues[m.Op]
		if !ok {
			ops = append(ops, m.Op)
		}
		i := 0
		if m.Move != mutate.Direct {
			i = 1
		}
		q[i] = append(q[i], m)
		queues[m.Op] = q
	}
	slices.Sort(ops)
	rnd.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
	for op, q := range queues {
		q[1] = spread(q[1])
		queues[op] = q
	}
	var picked []*mutate.Mutant
	for turn := rnd.IntN(2); len(picked) < n && len(queues) > 0; turn++ {
		for _, op := range ops {
			q, ok := queues[op]
			if !ok || len(picked) == n {
				continue
			}
			i := turn % 2
			if len(q[i]) == 0 {
				i = 1 - i
			}
			picked = append(picked, q[i][0])
			q[i] = q[i][1:]
			queues[op] = q
			if len(q[0])+len(q[1]) == 0 {
				delete(queues, op)
			}
		}
	}
	return picked
}

// spread orders mutants so that moves alternate.
func spread(muts []*mutate.Mutant) []*mutate.Mutant {
	seen := make(map[string]int)
	rank := make(map[*mutate.Mutant]int)
	for _, m := range muts {
		rank[m] = seen[m.Move]
		seen[m.Move]++
	}
	slices.SortStableFunc(muts, func(a, b *mutate.Mutant) int { return cmp.Compare(rank[a], rank[b]) })
	return muts
}

// readExpected reads the names of mutants, module and ID on each line.
func (e *engine) readExpected(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	e.expected = make(map[string]map[string]bool)
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		module, id, ok := strings.Cut(line, " ")
		if !ok {
			return fmt.Errorf("%s:%d: want a module and a mutant", name, i+1)
		}
		if e.expected[module] == nil {
			e.expected[module] = make(map[string]bool)
		}
		e.expected[module][id] = false
	}
	return nil
}

// readOld takes the mutants of an earlier run as those to try.
func (e *engine) readOld(name string) error {
	old, err := record.Read[record.Mutant](name)
	if err != nil {
		return err
	}
	if len(old) == 0 {
		return fmt.Errorf("%s has no results", name)
	}
	e.expected = make(map[string]map[string]bool)
	for _, r := range old {
		if e.expected[r.Module] == nil {
			e.expected[r.Module] = make(map[string]bool)
		}
		e.expected[r.Module][r.ID] = false
	}
	return nil
}

// checkExpected names the expected mutants that were not caught.
func (e *engine) checkExpected() error {
	verdicts := make(map[string]string)
	for _, r := range e.results {
		verdicts[r.Module+" "+r.ID] = r.Verdict + " " + r.Message
	}
	caught, lost := 0, 0
	for module, ids := range e.expected {
		for id, ok := range ids {
			if ok {
				caught++
				continue
			}
			lost++
			why := verdicts[module+" "+id]
			if why == "" {
				why = "not made: the module could not be analyzed, or no operator makes it any more"
			}
			fmt.Printf("lost: %s %s (%s)\n", module, id, strings.TrimSpace(why))
		}
	}
	fmt.Printf("%d expected mutants caught, %d lost\n", caught, lost)
	if lost > 0 {
		return errLost
	}
	if caught == 0 {
		return fmt.Errorf("no mutants are expected")
	}
	return nil
}
