package mapaccess

import "golang.org/x/tools/go/ssa"

// presumes reports whether an instruction looks a key up and uses the object that it finds
// without asking whether there is one: the key was put there before.
//
//	m.counters[name].Inc()
func presumes(instr ssa.Instruction) bool {
	look, ok := instr.(*ssa.Lookup)
	if !ok || look.CommaOk || !IsMap(look.X.Type()) {
		return false
	}
	uses := false
	for _, ref := range *look.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			uses = true
		case *ssa.Call:
			common := ref.Common()
			if common.IsInvoke() && common.Value != look || !common.IsInvoke() && (common.Signature().Recv() == nil || common.Args[0] != look) {
				return false // given to a function, which may ask
			}
			uses = true
		default:
			return false
		}
	}
	return uses
}

// Registry reports whether a map is one that is filled before it is used, as the accesses to
// it tell: one function that anybody may call adds entries, on no goroutine, none is removed
// or changed, and somebody presumes that a key is there.
func Registry(uses []Use) bool {
	var writer *ssa.Function
	presumed := false
	for _, u := range uses {
		presumed = presumed || u.Presumes
		if u.Kind != Write || u.Initial {
			continue // changes nothing
		}
		if u.Thread != nil || u.Mutates || u.Entry != API && u.Entry != Single || writer != nil && writer != u.At.Fn {
			return false
		}
		writer = u.At.Fn
	}
	return presumed && writer != nil
}
