package mapaccess

import (
	"fmt"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/place"
)

// String tells what a summary says, one line for each access, callback, content and
// result, for tests:
//
//	s.m written holding s.mu
//	go s.m read
//	call f
//	result 0.h is h
func (s *Summary) String() string {
	var b strings.Builder
	for _, a := range s.accesses {
		fmt.Fprintf(&b, "%s%s %s%s%s\n", a.Thread, a.Place, a.Kind, holding(a.Must), a.Choice)
	}
	for _, cb := range s.calls {
		method := ""
		if cb.method != "" {
			method = "." + cb.method
		}
		fmt.Fprintf(&b, "%scall %s%s%s\n", cb.Thread, cb.Fn, method, holding(cb.must))
	}
	for _, c := range s.contents {
		fmt.Fprintf(&b, "result %d%s is %s\n", c.result, path(c.path), c.of)
	}
	for i, r := range s.results {
		switch {
		case r.place != nil:
			fmt.Fprintf(&b, "result %d is %s\n", i, r.place)
		case r.dynamic.name != "":
			fmt.Fprintf(&b, "result %d holds %s\n", i, r.dynamic.name)
		}
	}
	return b.String()
}

// String tells how an element of a container is chosen, or is empty.
func (c Choice) String() string {
	switch c.How {
	case Constant:
		return " at " + c.Key.String()
	case Every:
		return " of every element"
	case Given:
		return " of a given element"
	case Any:
		return " of some element"
	}
	return ""
}

// String is "go " or "go many ", or empty for the goroutine of the caller.
func (t *Thread) String() string {
	switch {
	case t == nil:
		return ""
	case t.Many:
		return "go many "
	}
	return "go "
}

// path renders the fields and elements of a path.
func path(p *place.Place) string {
	switch {
	case p.Parent == nil:
		return ""
	case p.Var != nil:
		return path(p.Parent) + "." + p.Var.Name()
	case p.Field == place.Elem:
		return path(p.Parent) + "[...]"
	}
	return path(p.Parent)
}

func holding(locks lockset.Set) string {
	var names []string
	for _, h := range locks {
		names = append(names, h.Place.String())
	}
	if len(names) == 0 {
		return ""
	}
	return " holding " + strings.Join(names, ", ")
}
