package mapaccess

import "golang.org/x/tools/go/ssa"

// refuses reports whether an instruction asks a map for a key, and the function ends with a
// panic or an error if the map has it: what follows is a registration, not a fill on demand.
//
//	if _, ok := r.byName[name]; ok { panic("registered twice") }
//	r.byName[name] = s
func refuses(instr ssa.Instruction) bool {
	look, ok := instr.(*ssa.Lookup)
	if !ok {
		return false
	}
	found := component(look, look.CommaOk, 1)
	if found == nil || found == look {
		return false // nobody asks whether it is there
	}
	for _, ref := range *found.Referrers() {
		if branch, ok := ref.(*ssa.If); ok && ends(branch.Block().Succs[0]) {
			return true
		}
	}
	return false
}

// ends reports whether a block ends its function with a panic or an error.
func ends(b *ssa.BasicBlock) bool {
	switch last := b.Instrs[len(b.Instrs)-1].(type) {
	case *ssa.Panic:
		return true
	case *ssa.Return:
		return len(last.Results) > 0 && failed(last.Results[len(last.Results)-1])
	}
	return false
}
