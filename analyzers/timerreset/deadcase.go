package timerreset

import (
	"fmt"

	"golang.org/x/tools/go/ssa"
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
		dead := o.kind == kindTimer && o.phase == empty && (o.reason == stopped || o.reason == received) && o.others&othersReset == 0
		live[n.state] = live[n.state] || !dead || !n.at.Blocking || n.at.Parent() != m.root
	}
	for _, n := range notesOf[waitNote](m.Notes) {
		if live[n.state] {
			continue // on some path
		}
		live[n.state] = true // reported
		o, why := n.timer, "the timer is stopped"
		if o.reason == received {
			why = "the timer's value is received"
		}
		found = append(found, finding{rule: blockRules[o.reason], pos: n.state.Pos,
			message: fmt.Sprintf("this case never runs: %s at %s, and nothing Resets it before this select", why, m.at(o.pos)),
			related: []related{{o.pos, why + " here"}}})
	}
	return found
}
