package maprace

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// mapName returns the map of an access as the source spells it there.
func (p *checker) mapName(a *mapaccess.Access) string {
	if e := p.operand(a.At.Pos); e != nil {
		if _, asserted := e.(*ast.TypeAssertExpr); asserted && mapaccess.KeyOf(a.Place) != nil {
			return a.Place.String()
		}
		if s := types.ExprString(e); len(s) < 60 {
			return s
		}
	}
	if s := a.Place.String(); s != "" {
		return s
	}
	return "here"
}

// operand returns the expression of the map that is accessed at a position of
// SSA: x[k], delete(x, k), range x, x.Set(k, v), maps.Copy(x, y), return x.
func (p *checker) operand(pos token.Pos) ast.Expr {
	for _, file := range p.files {
		if pos < file.FileStart || file.FileEnd <= pos {
			continue // another file
		}
		path, _ := astutil.PathEnclosingInterval(file, pos, pos)
		for _, n := range path {
			switch n := n.(type) {
			case *ast.IndexExpr:
				if n.Lbrack == pos {
					return n.X
				}
			case *ast.RangeStmt:
				if n.For == pos {
					return n.X
				}
			case *ast.CallExpr:
				if n.Lparen == pos {
					return p.argument(n)
				}
			case *ast.ReturnStmt:
				if i := slices.IndexFunc(n.Results, p.isMapExpr); n.Return == pos && i >= 0 {
					return n.Results[i]
				}
			}
		}
	}
	return nil
}

// argument returns the map that a call accesses: its receiver or first
// argument.
func (p *checker) argument(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if p.isMapExpr(sel.X) {
			return sel.X
		}
	}
	if i := slices.IndexFunc(call.Args, p.isMapExpr); i >= 0 {
		return call.Args[i]
	}
	return nil
}

func (p *checker) isMapExpr(e ast.Expr) bool {
	t := p.info.TypeOf(e) // nil if it is ill-typed
	return t != nil && mapaccess.IsMap(t)
}

// picture returns the goroutines of a finding with their locks, and which of them each related
// place belongs to.
func (f finding) picture() report.Picture {
	pic := report.Picture{Self: report.KindAccess, Lanes: []report.Lane{lane(f.a)}}
	if f.a != f.b {
		pic.Lanes = append(pic.Lanes, lane(f.b))
	}
	first := trail(f.a)
	for i, n := range f.related {
		if slices.Contains(f.related[:i], n) {
			continue // both accesses come this way
		}
		role := report.Role{Kind: report.KindCall}
		access := f.a
		if f.a != f.b && !slices.Contains(first, n) {
			role.Lane, access = 1, f.b
		}
		switch {
		case access.Thread != nil && n.pos == access.Thread.Start.Pos:
			role.Kind = report.KindStart
		case n.pos == access.At.Pos:
			role.Kind = report.KindAccess
		}
		pic.Roles = append(pic.Roles, role)
	}
	return pic
}

// lane returns the goroutine that makes an access, with the locks that it surely holds.
func lane(a *mapaccess.Access) report.Lane {
	l := report.Lane{Name: "whoever calls it"}
	switch {
	case a.Thread == nil:
		// the caller's goroutine
	case a.Thread.Handler != "":
		l.Name = "a handler of " + a.Thread.Handler
	case a.Thread.Start.Posn != "":
		l.Name = "a goroutine started at " + a.Thread.Start.Posn
	}
	for _, h := range a.Must {
		if !mapaccess.IsOnce(h.Place) {
			l.Holds = append(l.Holds, lockName(h))
		}
	}
	return l
}
