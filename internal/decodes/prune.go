package decodes

import "slices"

// prune drops the calls that lead to no decode.
func (p *program) prune() {
	useful := make(map[string]bool)
	leads := func(c Call) bool {
		if c.Method != nil || c.Param > 0 {
			return true
		}
		if useful[c.Callee] {
			return true
		}
		if n := p.nodes[c.Callee]; n != nil && (len(n.Decodes) > 0 || len(n.Calls) > 0) {
			return true
		}
		for _, a := range c.Args {
			if a.Func != "" && useful[a.Func] {
				return true
			}
		}
		return false
	}
	for changed := true; changed; {
		changed = false
		for name, n := range p.own {
			if !useful[name] && (len(n.Decodes) > 0 || slices.ContainsFunc(n.Calls, leads)) {
				useful[name], changed = true, true
			}
		}
	}
	p.helpers()
	for _, n := range p.own {
		n.Calls = slices.DeleteFunc(n.Calls, func(c Call) bool { return !leads(c) })
	}
}

// helpers finds the functions that decode what they are given.
func (p *program) helpers() {
	helps := func(n *Node) bool {
		return slices.ContainsFunc(n.Decodes, func(d Decode) bool { return helper(d.Data, n) }) ||
			slices.ContainsFunc(n.Calls, func(c Call) bool {
				callee := p.node(c.Callee)
				return callee != nil && callee.Helper && passes(callee, c.Args, n)
			})
	}
	for changed := true; changed; {
		changed = false
		for _, n := range p.own {
			if !n.Helper && helps(n) {
				n.Helper, changed = true, true
			}
		}
	}
}
