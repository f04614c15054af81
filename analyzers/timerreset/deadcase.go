package timerreset

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
)

// A waitNote is a case of a select that met a timer.
type waitNote struct {
	at    *ssa.Select
	state *ssa.SelectState
	timer object
}

// deadCases returns the cases that wait for a timer which surely never fires any more:
//
//	t.Stop()
//	select {
//	case s := <-answer:
//	case <-t.C:      // never, and so there is no timeout
//	}
func (m *machine) deadCases() (found []finding) {
	live := make(map[*ssa.SelectState]bool)
	for _, n := range notesOf[waitNote](m.Notes) {
		o := n.timer
		if o.phase == quiet && m.sem == asynctimer.Sync && !timesOut(n.at, n.state) {
			o.phase, o.reason = empty, stopped // Stop has cleared the channel
		}
		dead := o.kind != kindTicker && o.phase == empty && (o.reason == stopped || o.reason == received) && o.others&othersReset == 0
		live[n.state] = live[n.state] || !dead || !n.at.Blocking || n.at.Parent() != m.root
	}
	for _, n := range notesOf[waitNote](m.Notes) {
		if live[n.state] {
			continue // on some path
		}
		live[n.state] = true // reported
		o, why, rule := n.timer, "the timer is stopped", blockRules[stopped]
		if o.reason == received {
			why, rule = "the timer's value is received", blockRules[received]
		}
		found = append(found, finding{rule: rule, pos: n.state.Pos,
			message: fmt.Sprintf("this case never runs: %s at %s, and nothing Resets it before this select", why, m.at(o.pos)),
			related: []related{{o.pos, why + " here"}}})
	}
	return found
}

// timesOut reports whether a select receives times in another case, too: it does not wait
// for the stopped timer alone.
func timesOut(s *ssa.Select, but *ssa.SelectState) bool {
	return slices.ContainsFunc(s.States, func(state *ssa.SelectState) bool {
		return state != but && state.Dir == types.RecvOnly && isTimeChan(state.Chan.Type())
	})
}
