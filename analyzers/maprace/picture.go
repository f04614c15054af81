package maprace

import (
	"slices"

	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

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
