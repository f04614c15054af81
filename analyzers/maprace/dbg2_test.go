package maprace

import "fmt"

func init() {
	debugShared = func(p *program, gs []*group) {
		for _, g := range gs {
			fmt.Println("GROUP", g.obj, g.tail)
			for _, u := range g.uses {
				fmt.Println("   ", u.at.posn, u.kind, "entry", u.entry, "thread", u.thread != nil, "joined", u.joined, "must", u.must, "may", u.may, "guards", p.guards(u))
			}
			x, ev, ok := p.infer(g, nil)
			fmt.Println("  infer", x, len(ev), ok)
		}
	}
}

func init() {
	old := debugShared
	debugShared = func(p *program, gs []*group) {
		old(p, gs)
		for _, g := range gs {
			x, ev, ok := p.infer(g, nil)
			if !ok {
				continue
			}
			for _, u := range g.uses {
				m, k := p.holds(x, u)
				for _, v := range ev {
					fmt.Println("  PAIR", u.at.posn, v.at.posn, m, k, "apart", apart(u, v), "other", p.otherLock(x, u, v), u.kind.conflicts(v.kind), quietUse(u), quietUse(v))
				}
				v, ok := p.partner(x, u, ev)
				if ok {
					fmt.Println("   partner", v.at.posn, p.guarded(x, u, v).message, p.guarded(x, u, v).pos)
				}
			}
		}
	}
}
