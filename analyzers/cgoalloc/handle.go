package cgoalloc

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// newHandle stands for the C function that allocates a cgo.Handle. A handle is no memory of
// C's, but it lives as such does: it keeps a value of Go's until somebody calls its Delete.
const newHandle = "cgo.NewHandle"

// handle interprets a call of a function of package runtime/cgo, and reports whether it is one.
func (m *machine) handle(w *world, at ssa.CallInstruction, fn *ssa.Function, args []val, pos token.Pos) ([]val, bool) {
	if ir.Path(fn) != "runtime/cgo" {
		return nil, false
	}
	switch fn.Name() {
	case "NewHandle":
		w.escape(args[0], pos)
		id := m.allocate(w, siteKey{call: at, out: result}, &site{pos: pos, name: newHandle, c: newHandle, frees: []string{"Delete"}, instr: at, out: result})
		return []val{{kind: pointer, obj: id}}, true
	case "Delete":
		m.release(w, args[0], freer{name: "Delete", c: true, frees: true}, pos)
		return nil, true
	case "Value":
		m.use(w, args[0], pos)
		return []val{{}}, true
	}
	return nil, false
}

// what names what a site allocates.
func (s *site) what() string {
	if s.c == newHandle {
		return "the handle of " + s.name
	}
	return "C memory of " + s.name
}

// remedy says how it is given back.
func (s *site) remedy(free string) string {
	if s.c == newHandle {
		return "call its Delete"
	}
	return "pass it to C." + free
}
