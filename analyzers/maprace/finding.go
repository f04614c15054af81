package maprace

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/mapaccess"
	"github.com/golint-incidents/golint-incidents/internal/place"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// A finding is one pair of accesses to report.
type finding struct {
	rule       rule
	id         string // of the rule for users, "" if the kinds of access tell
	confidence report.Confidence
	a, b       *mapaccess.Access
	pos        token.Pos
	message    string
	nameless   bool         // names no lock
	lock       *place.Place // that is forgotten, if it is known
	related    []note
	fixes      []analysis.SuggestedFix
}

// A rule is the kind of evidence for a finding. Of several findings at one place
// the one of the first rule is reported.
type rule uint8

const (
	pairRule     rule = iota // both accesses and their goroutines are seen
	guardRule                // others hold a lock
	exportedRule             // nothing but that the function is exported
)

// A note is one step of the evidence.
type note struct {
	pos     token.Pos
	message string
}

// weight orders the two accesses of a pair: the one to report first is less
// guarded, writes, and stands in this package. A goroutine that serves others in a loop has
// the map for itself: who accesses it beside that loop is wrong.
func weight(a *mapaccess.Access) int {
	w := 0
	if len(a.May) > 0 {
		w += 4 + 4*a.Beside()
	}
	switch {
	case !a.Here().IsValid():
		w += 1000
	case !a.At.Pos.IsValid():
		w += 100
	}
	if a.Kind != mapaccess.Write {
		w += 2
	}
	if a.Thread == nil {
		w++
	}
	if a.Owned() {
		w += 4
	}
	return w
}

// proven returns the finding for a pair of which a goroutine makes one access.
func (p *checker) proven(pr pair) finding {
	a, b := pr.a, pr.b
	if !pr.sided && weight(b) < weight(a) {
		a, b = b, a
	}
	f := finding{rule: pairRule, confidence: report.Proven, a: a, b: b, pos: a.Here()}
	if pr.again || believed(a) || believed(b) {
		f.confidence = report.Inferred // that there is another call, or another goroutine
	}
	name, lack := p.mapName(a), p.holding(a, b)
	f.nameless = lack == noLock
	if a == b {
		f.message = fmt.Sprintf("map %s is %s here%s by several goroutines at once, started at %s: fatal error: %s",
			name, a.Kind, lack, a.Thread.Start.Posn, fatal(a.Kind, b.Kind))
		if pr.again {
			f.message = fmt.Sprintf("map %s is %s here%s%s, and so by that of the next call: fatal error: %s", name, a.Kind, lack, by(a), fatal(a.Kind, b.Kind))
		}
		if a.Thread.Handler != "" {
			f.message = fmt.Sprintf("map %s is %s here%s by a handler of %s, which runs in parallel with itself: fatal error: %s",
				name, a.Kind, lack, a.Thread.Handler, fatal(a.Kind, b.Kind))
		}
	} else {
		f.message = fmt.Sprintf("map %s is %s here%s%s, and %s in %s (%s)%s%s: fatal error: %s",
			name, a.Kind, lack, by(a), b.Kind, b.At.Name, b.At.Posn, by(b), pr.call(b), fatal(a.Kind, b.Kind))
	}
	f.related = append(trail(a), trail(b)...)
	if a != b && b.At.Pos.IsValid() {
		f.related = append(f.related, note{b.At.Pos, fmt.Sprintf("the map is %s here", b.Kind)})
	}
	return f
}

// call tells which call of the function makes the access b, if it takes two.
func (pr pair) call(b *mapaccess.Access) string {
	switch {
	case !pr.again:
		return ""
	case b.Thread == nil:
		return " by the next call"
	}
	return " for an earlier call"
}

// by tells which goroutine makes an access.
func by(a *mapaccess.Access) string {
	switch {
	case a.Thread == nil:
		return ""
	case a.Thread.Handler != "":
		return " by a handler of " + a.Thread.Handler
	case a.Thread.Sends:
		return " by net/http, which sends it"
	}
	return " by a goroutine started at " + a.Thread.Start.Posn
}

const noLock = " without a lock"

// holding tells which locks of the other access this one lacks.
func (p *checker) holding(a, b *mapaccess.Access) string {
	for _, h := range b.Must {
		if mapaccess.IsOnce(h.Place) {
			continue // it guards what it runs only
		}
		switch a.May.Mode(h.Place) {
		case 0:
			return " without " + lockName(h)
		case lockset.Read:
			if h.Mode == lockset.Read || a.Kind == mapaccess.Write {
				return " with only a read lock of " + lockName(h)
			}
		}
	}
	for _, h := range a.May {
		switch {
		case mapaccess.IsOnce(h.Place):
			continue
		case p.IsLockCopy(h.Place):
			return " holding only a copy of " + lockName(h)
		case mapaccess.Private(h.Place, a.Thread):
			return " holding only " + lockName(h) + " (each call has its own)"
		}
		return " holding only " + lockName(h)
	}
	if a.Striped != nil {
		return " holding only " + lockName(lockset.Held{Place: a.Striped}) + " (each key has another)"
	}
	return noLock
}

// trail returns the steps that lead to an access.
func trail(a *mapaccess.Access) []note {
	var out []note
	if a.Thread != nil && a.Thread.Start.Pos.IsValid() {
		what := "the goroutine is started here"
		switch {
		case a.Thread.Handler != "":
			what = "the handler is here"
		case a.Thread.Sends:
			what = "the request is sent here"
		}
		out = append(out, note{a.Thread.Start.Pos, what})
	}
	for _, s := range a.Chain {
		if s.Pos.IsValid() {
			out = append(out, note{s.Pos, "by way of this call in " + s.Name})
		}
	}
	return out
}

// collapse keeps one finding for each map and pair of functions, and no more
// than one at a position.
func collapse(found []finding) []finding {
	nameLocks(found)
	slices.SortStableFunc(found, func(x, y finding) int {
		return cmp.Or(cmp.Compare(y.confidence, x.confidence), cmp.Compare(x.rule, y.rule), cmp.Compare(x.pos, y.pos), cmp.Compare(places(x), places(y)), cmp.Compare(len(x.related), len(y.related)), cmp.Compare(x.message, y.message))
	})
	type functions struct {
		key any
		fn  any
	}
	seen := make(map[functions]bool)
	at := make(map[token.Pos]bool)
	guarded := make(map[any]bool)       // maps of which a finding knows the lock, and who forgets it
	forgets := make(map[functions]bool) // and who does
	for _, f := range found {
		if f.rule == guardRule && f.confidence >= report.Inferred {
			guarded[f.key()], forgets[functions{f.key(), f.pos}] = true, true
		}
	}
	return slices.DeleteFunc(found, func(f finding) bool {
		if f.rule == pairRule && f.a != f.b && len(f.a.May) > 0 && forgets[functions{f.key(), f.b.Here()}] {
			return true // it is the other side that holds another lock
		}
		if !f.pos.IsValid() || at[f.pos] || f.rule == pairRule && f.confidence < report.Proven && len(f.a.May) > 0 && guarded[f.key()] {
			return true
		}
		k := functions{f.key(), f.a.At.Fn}
		if f.a.At.Fn == nil {
			k.fn = f.pos // in another package
		}
		call := k
		if f.lock != nil && len(f.a.Chain) > 0 {
			call = functions{f.lock, f.a.Chain[0].Fn} // a function forgets it once, however many maps it guards
		}
		if seen[k] || seen[call] {
			return true
		}
		seen[k], seen[call], at[f.pos] = true, true, true
		return false
	})
}

// nameLocks gives the findings of which both sides are seen, but no lock, the
// words of those that know which lock others hold.
func nameLocks(found []finding) {
	named := make(map[token.Pos]finding) // those that know which lock is missing
	for _, f := range found {
		if f.rule == guardRule && named[f.pos].message == "" {
			named[f.pos] = f
		}
	}
	for i, f := range found {
		if n := named[f.pos]; f.rule == pairRule && f.nameless && n.message != "" && n.key() == f.key() {
			found[i].id, found[i].message, found[i].related, found[i].fixes = n.name(), n.message, n.related, n.fixes
		}
	}
}

// places returns how many accesses a finding is about.
func places(f finding) int {
	if f.a == f.b {
		return 1
	}
	return 2
}

// key identifies the map of a finding.
func (f finding) key() any {
	if obj := mapaccess.KeyOf(f.a.Place); obj != nil {
		return obj
	}
	return f.a.Place
}

// name returns the rule of a finding.
func (f finding) name() string {
	proven, write := f.rule == pairRule, f.a.Kind == mapaccess.Write
	switch {
	case f.id != "":
		return f.id
	case proven && write:
		return "parallel-write"
	case proven:
		return "parallel-read"
	case write:
		return "unguarded-write"
	}
	return "unguarded-read"
}

func (f finding) diagnostic(p *checker) report.Finding {
	d := analysis.Diagnostic{Pos: f.pos, Message: f.message, SuggestedFixes: f.fixes}
	for i, n := range f.related {
		if slices.Contains(f.related[:i], n) {
			continue // both accesses come this way
		}
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: n.pos, Message: n.message})
	}
	return report.Finding{Diagnostic: d, Tag: report.Tag{Rule: f.name(), Confidence: f.confidence}, Picture: f.picture()}
}

// believed reports whether nobody sees that an access runs in parallel with itself.
func believed(a *mapaccess.Access) bool { return a.Thread != nil && a.Thread.Believed }

func lockName(h lockset.Held) string {
	if s := h.Place.String(); s != "" {
		return s
	}
	return "the lock"
}

// fatal returns the error that ends the process.
func fatal(a, b mapaccess.Kind) string {
	switch min(a, b) {
	case mapaccess.Returned, mapaccess.Read:
		return "concurrent map read and map write"
	case mapaccess.Iterate:
		return "concurrent map iteration and map write"
	}
	return "concurrent map writes"
}
