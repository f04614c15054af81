package escape

import (
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Leak tells what becomes of the argument for one parameter.
type Leak struct {
	// Heap is how often the argument is dereferenced before it reaches the
	// heap, NoLeak if it does not.
	Heap int
	// Results are the same for each result that it reaches, sorted.
	Results []ResultLeak
}

// A ResultLeak is a leak to one result.
type ResultLeak struct{ Index, Derefs int }

// NoLeak is the value of Leak.Heap for an argument that nobody keeps.
const NoLeak = -1

// Leaks are those of the parameters of one function, receiver first.
type Leaks []Leak

func equalLeak(a, b Leak) bool { return a.Heap == b.Heap && slices.Equal(a.Results, b.Results) }

// joinLeaks returns the leaks of both: the fewest dereferences count.
func joinLeaks(a, b Leaks) Leaks {
	out := make(Leaks, max(len(a), len(b)))
	for i := range out {
		switch {
		case i >= len(a):
			out[i] = b[i]
		case i >= len(b):
			out[i] = a[i]
		default:
			out[i] = Leak{Heap: fewer(a[i].Heap, b[i].Heap), Results: joinResults(a[i].Results, b[i].Results)}
		}
	}
	return out
}

func fewer(a, b int) int {
	if a == NoLeak {
		return b
	}
	if b == NoLeak {
		return a
	}
	return min(a, b)
}

func joinResults(a, b []ResultLeak) []ResultLeak {
	least := make(map[int]int)
	for _, r := range slices.Concat(a, b) {
		if d, ok := least[r.Index]; !ok || r.Derefs < d {
			least[r.Index] = r.Derefs
		}
	}
	var out []ResultLeak
	for _, i := range slices.Sorted(maps.Keys(least)) {
		out = append(out, ResultLeak{i, least[i]})
	}
	return out
}

// any reports whether the argument reaches anything.
func (l Leak) any() bool { return l.Heap != NoLeak || len(l.Results) > 0 }

// worst reports whether nothing good is known of the arguments that hold
// pointers.
func (l Leaks) worst(sig *types.Signature) bool {
	for i, leak := range l {
		if hasPointers(parameter(sig, i)) && leak.Heap != 0 {
			return false
		}
	}
	return true
}

// parameter returns the type of a parameter, receiver first.
func parameter(sig *types.Signature, i int) types.Type {
	if recv := sig.Recv(); recv != nil {
		if i == 0 {
			return recv.Type()
		}
		i--
	}
	if i < sig.Params().Len() {
		return sig.Params().At(i).Type()
	}
	return types.Typ[types.Invalid]
}

// String returns the form in which leaks travel: a word for each parameter,
// with the dereferences before the heap, "-" for none, and then after each ">"
// a result and the dereferences before that.
//
//   - 0 1>0.0 ->1.2
func (l Leaks) String() string {
	var b strings.Builder
	for i, leak := range l {
		if i > 0 {
			b.WriteByte(' ')
		}
		if leak.Heap == NoLeak {
			b.WriteByte('-')
		} else {
			b.WriteString(strconv.Itoa(leak.Heap))
		}
		for _, r := range leak.Results {
			b.WriteString(">" + strconv.Itoa(r.Index) + "." + strconv.Itoa(r.Derefs))
		}
	}
	return b.String()
}

// parseLeaks is the reverse of String. What it does not understand is lost to
// the heap.
func parseLeaks(s string) Leaks {
	var out Leaks
	for word := range strings.FieldsSeq(s) {
		parts := strings.Split(word, ">")
		leak := Leak{Heap: NoLeak}
		if parts[0] != "-" {
			leak.Heap, _ = strconv.Atoi(parts[0]) // 0 if it is no number
		}
		for _, part := range parts[1:] {
			index, derefs, _ := strings.Cut(part, ".")
			i, err := strconv.Atoi(index)
			if err != nil {
				leak.Heap = 0
				continue // not a result
			}
			d, _ := strconv.Atoi(derefs)
			leak.Results = append(leak.Results, ResultLeak{i, d})
		}
		out = append(out, leak)
	}
	return out
}
