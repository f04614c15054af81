package maprace

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// lazyInit returns the finding of a group that is filled on demand, without a lock,
// in an object that goroutines share: others of its methods lock.
//
//	if v, ok := c.cache[k]; ok { return v }
//	c.cache[k] = v
func (p *checker) lazyInit(grp *group, shared map[*types.Var]*mapaccess.Locking) []finding {
	for _, u := range grp.uses {
		if u.Kind != mapaccess.Write || !p.fromOutside(u) || len(p.locksOf(u)) > 0 || !p.sharedRoot(u) || !grp.looksUp(u) || mapaccess.Waits(u.Root) {
			continue // not filled on demand by whoever comes
		}
		by := sharing(u, shared)
		if by == nil || p.Offers(by.Lock) {
			continue // nothing shows that goroutines share it, or callers lock
		}
		f := finding{rule: guardRule, id: "unguarded-fill", confidence: strength(by, u), a: u.Access, b: u.Access, pos: u.Here(), related: trail(u.Access)}
		f.message = fmt.Sprintf("map %s is filled here on demand without a lock%s, in an object that goroutines share: %s locks its %s (%s): fatal error: %s",
			p.mapName(u.Access), via(u), p.Name(by.Fns[0]), by.Lock.Name(), p.Posn(by.Pos), fatal(mapaccess.Write, mapaccess.Write))
		f.related = append(f.related, note{by.Pos, "the object's lock is taken here"})
		return []finding{f.lowered(p.hinted(u))}
	}
	return nil
}

// fromOutside reports whether anybody may make an access, by name or by way of
// an interface.
func (p *checker) fromOutside(u mapaccess.Use) bool {
	if u.Thread != nil {
		return false
	}
	obj, ok := ir.Func(u.Root)
	return u.Entry == mapaccess.API || u.Entry == mapaccess.Unknown && ok && obj.Exported() && obj.Signature().Recv() != nil
}

// looksUp reports whether the function that makes a write, or one that leads to it,
// looks into the map before, without a lock.
func (grp *group) looksUp(u mapaccess.Use) bool {
	way := append(slices.Clip(u.Chain), u.At)
	for _, v := range grp.uses {
		if v.Kind == mapaccess.Read && !v.Refuses && v.Root == u.Root && v.Place == u.Place && len(v.May) == 0 &&
			slices.ContainsFunc(way, func(s mapaccess.Site) bool { return s.Fn == v.At.Fn && v.At.Pos < s.Pos }) {
			return true
		}
	}
	return false
}

// strength returns how much a locking says of the map of u: little if its object is not
// the one that the function is a method of, which may be made for each goroutine, whatever
// it leads to; or if only functions take the lock whose names say that they run at start or
// at the end.
func strength(l *mapaccess.Locking, u mapaccess.Use) report.Confidence {
	if !slices.ContainsFunc(l.Fns, func(fn *ssa.Function) bool { return !startUp(fn) }) {
		return report.ByName
	}
	for q := u.Place; q.Parent != nil; q = q.Parent {
		if q.Var != nil && l.Fields[q.Var] && q.Parent.Parent == nil {
			return report.Inferred
		}
	}
	return report.ByName
}

// sharing returns how one of the objects on the way to a map is locked: by at
// least two functions, or for a part of its work by the one that fills the map.
func sharing(u mapaccess.Use, shared map[*types.Var]*mapaccess.Locking) *mapaccess.Locking {
	for q := u.Place; q.Parent != nil; q = q.Parent {
		if l := shared[q.Var]; q.Var != nil && l != nil && (len(l.Fns) >= 2 || calls(u.At.Fn, l.Fns[0])) {
			return l
		}
	}
	return nil
}

// calls reports whether a function calls another of the same receiver, or is it.
func calls(fn, callee *ssa.Function) bool {
	if fn == callee || fn == nil {
		return fn != nil
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || call.Call.StaticCallee() != callee {
				continue
			}
			if len(fn.Params) > 0 && len(call.Call.Args) > 0 && call.Call.Args[0] == fn.Params[0] {
				return true
			}
		}
	}
	return false
}
