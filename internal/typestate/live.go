package typestate

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/symbol"
)

// Lives tells from where on the registers of a function are of no use any more. What is
// known of these need not be kept, and tells no worlds apart.
//
// A life is an interval of the blocks in reverse postorder, as in linear scan (Poletto and
// Sarkar, 1999): from the definition to the last use, and to the end of each loop around a
// use that does not have the definition in it. What an expression is made of lives as long
// as the expression: conditions ask for it again.
type Lives struct {
	fn  *ssa.Function
	pos []int32 // of blocks, by their index; -1 if not reached
	// end is where the lives of registers end that are used outside of their block.
	end map[ssa.Value]int32
	// loops are the retreating edges, by their target.
	loops []loop
}

// A loop is a retreating edge.
type loop struct{ head, tail int32 }

// NewLives returns the lives of the registers of a function with a body.
func NewLives(fn *ssa.Function) *Lives {
	l := &Lives{fn: fn, pos: make([]int32, len(fn.Blocks)), end: make(map[ssa.Value]int32)}
	for i := range l.pos {
		l.pos[i] = -1
	}
	order := postorder(fn)
	for i, b := range order {
		l.pos[b.Index] = int32(i)
	}
	for i, b := range order {
		for _, s := range b.Succs {
			if h := l.pos[s.Index]; h <= int32(i) {
				l.loops = append(l.loops, loop{h, int32(i)})
			}
		}
	}
	slices.SortFunc(l.loops, func(a, b loop) int { return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(a.tail, b.tail)) })
	var ops []*ssa.Value
	for _, b := range slices.Backward(order) {
		for _, instr := range slices.Backward(b.Instrs) {
			at := l.pos[b.Index]
			switch instr := instr.(type) {
			case *ssa.Phi:
				for i, e := range instr.Edges {
					if p := l.pos[b.Preds[i].Index]; p >= 0 {
						l.use(e, p)
					}
				}
				continue
			case ssa.Value:
				if expression(instr) {
					at = max(at, l.ends(instr))
				}
			}
			ops = instr.Operands(ops[:0])
			for _, op := range ops {
				if *op != nil {
					l.use(*op, at)
				}
			}
		}
	}
	return l
}

// expression reports whether the value of an instruction is computed of its operands
// alone.
func expression(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Call:
		_, builtin := v.Call.Value.(*ssa.Builtin)
		return builtin || symbol.Pure(v)
	case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeSlice, *ssa.Select, *ssa.Next, *ssa.Range, *ssa.Lookup, *ssa.TypeAssert:
		return false
	}
	return true
}

// use notes a use of v at a position.
func (l *Lives) use(v ssa.Value, at int32) {
	def := l.def(v)
	if def == foreign {
		return
	}
	i, _ := slices.BinarySearchFunc(l.loops, def+1, func(x loop, head int32) int { return cmp.Compare(x.head, head) })
	for ; i < len(l.loops) && l.loops[i].head <= at; i++ {
		at = max(at, l.loops[i].tail)
	}
	if at > max(def, 0) && at > l.end[v] {
		l.end[v] = at
	}
}

// foreign is the position of what is no register of the function.
const foreign = -2

// def returns the position of a definition: -1 for what the function is given.
func (l *Lives) def(v ssa.Value) int32 {
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar:
		if v.Parent() == l.fn {
			return -1
		}
	case ssa.Instruction:
		if v.Parent() == l.fn && v.Block() != nil && l.pos[v.Block().Index] >= 0 {
			return l.pos[v.Block().Index]
		}
	}
	return foreign
}

func (l *Lives) ends(v ssa.Value) int32 { return max(l.end[v], l.def(v)) }

// DeadAt returns a function that reports whether a register is of no use from the entry
// of a block on: it is used no more, or defined anew before. Registers of other functions
// are not.
func (l *Lives) DeadAt(b *ssa.BasicBlock) func(ssa.Value) bool {
	at := l.pos[b.Index]
	return func(v ssa.Value) bool {
		def := l.def(v)
		return def != foreign && (def >= at || max(l.end[v], 0) < at)
	}
}
