package mapaccess

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// An op is what a library function does to an argument that is a map, or that
// holds one.
type op struct {
	arg  int // the receiver is the first
	kind Kind
}

// library lists the functions of the standard library that access the elements
// of maps which they are given.
var library = map[string][]op{
	"(net/http.Header).Add":                     {{0, Write}},
	"(net/http.Header).Clone":                   {{0, Iterate}},
	"(net/http.Header).Del":                     {{0, Write}},
	"(net/http.Header).Get":                     {{0, Read}},
	"(net/http.Header).Set":                     {{0, Write}},
	"(net/http.Header).Values":                  {{0, Read}},
	"(net/http.Header).Write":                   {{0, Iterate}},
	"(net/http.Header).WriteSubset":             {{0, Iterate}},
	"(net/textproto.MIMEHeader).Add":            {{0, Write}},
	"(net/textproto.MIMEHeader).Del":            {{0, Write}},
	"(net/textproto.MIMEHeader).Get":            {{0, Read}},
	"(net/textproto.MIMEHeader).Set":            {{0, Write}},
	"(net/textproto.MIMEHeader).Values":         {{0, Read}},
	"(net/url.Values).Add":                      {{0, Write}},
	"(net/url.Values).Del":                      {{0, Write}},
	"(net/url.Values).Encode":                   {{0, Iterate}},
	"(net/url.Values).Get":                      {{0, Read}},
	"(net/url.Values).Has":                      {{0, Read}},
	"(net/url.Values).Set":                      {{0, Write}},
	"(*encoding/gob.Decoder).Decode":            {{1, Write}},
	"(*encoding/gob.Encoder).Encode":            {{1, Iterate}},
	"(*encoding/json.Decoder).Decode":           {{1, Write}},
	"(*encoding/json.Encoder).Encode":           {{1, Iterate}},
	"encoding/json.Marshal":                     {{0, Iterate}},
	"encoding/json.MarshalIndent":               {{0, Iterate}},
	"encoding/json.Unmarshal":                   {{1, Write}},
	"(*html/template.Template).Execute":         {{2, Read}},
	"(*html/template.Template).ExecuteTemplate": {{3, Read}},
	"(*text/template.Template).Execute":         {{2, Read}},
	"(*text/template.Template).ExecuteTemplate": {{3, Read}},
	"golang.org/x/exp/maps.Clear":               {{0, Write}},
	"golang.org/x/exp/maps.Clone":               {{0, Iterate}},
	"golang.org/x/exp/maps.Copy":                {{0, Write}, {1, Iterate}},
	"golang.org/x/exp/maps.DeleteFunc":          {{0, Write}},
	"golang.org/x/exp/maps.Equal":               {{0, Iterate}, {1, Read}},
	"golang.org/x/exp/maps.EqualFunc":           {{0, Iterate}, {1, Read}},
	"golang.org/x/exp/maps.Keys":                {{0, Iterate}},
	"golang.org/x/exp/maps.Values":              {{0, Iterate}},
	"maps.All":                                  {{0, Iterate}},
	"maps.Clone":                                {{0, Iterate}},
	"maps.Copy":                                 {{0, Write}, {1, Iterate}},
	"maps.DeleteFunc":                           {{0, Write}},
	"maps.Equal":                                {{0, Iterate}, {1, Read}},
	"maps.EqualFunc":                            {{0, Iterate}, {1, Read}},
	"maps.Insert":                               {{0, Write}},
	"maps.Keys":                                 {{0, Iterate}},
	"maps.Values":                               {{0, Iterate}},
	"fmt.Append":                                {{1, Iterate}},
	"fmt.Errorf":                                {{1, Iterate}},
	"fmt.Fprint":                                {{1, Iterate}},
	"fmt.Fprintf":                               {{2, Iterate}},
	"fmt.Fprintln":                              {{1, Iterate}},
	"fmt.Print":                                 {{0, Iterate}},
	"fmt.Printf":                                {{1, Iterate}},
	"fmt.Println":                               {{0, Iterate}},
	"fmt.Sprint":                                {{0, Iterate}},
	"fmt.Sprintf":                               {{1, Iterate}},
	"fmt.Sprintln":                              {{0, Iterate}},
	"log.Print":                                 {{0, Iterate}},
	"log.Printf":                                {{1, Iterate}},
	"log.Println":                               {{0, Iterate}},
}

// A touch is an access of one instruction: a value that is a map, or the
// variable that holds one.
type touch struct {
	m       ssa.Value
	kind    Kind
	pointer bool // m is the address of a variable that holds the map
	// path leads from m, a pointer to a struct or a struct, to the field that holds
	// the map.
	path []int
}

// touches returns the accesses of an instruction itself.
func touches(instr ssa.Instruction) []touch {
	switch instr := instr.(type) {
	case *ssa.Lookup:
		if IsMap(instr.X.Type()) {
			return []touch{{m: instr.X, kind: Read}}
		}
	case *ssa.MapUpdate:
		return []touch{{m: instr.Map, kind: Write}}
	case *ssa.Next:
		if rng, ok := instr.Iter.(*ssa.Range); ok && IsMap(rng.X.Type()) {
			return []touch{{m: rng.X, kind: Iterate}}
		}
	case ssa.CallInstruction:
		if _, ok := instr.(*ssa.Go); ok {
			return nil // not on this goroutine
		}
		return callTouches(instr.Common())
	}
	return nil
}

func callTouches(call *ssa.CallCommon) []touch {
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if (b.Name() == "delete" || b.Name() == "clear") && IsMap(call.Args[0].Type()) {
			return []touch{{m: call.Args[0], kind: Write}}
		}
		return nil
	}
	fn := call.StaticCallee()
	if fn == nil {
		return nil
	}
	if origin := fn.Origin(); origin != nil {
		fn = origin
	}
	obj, ok := ir.Func(fn)
	if !ok {
		return nil
	}
	var out []touch
	for _, op := range library[obj.FullName()] {
		if op.arg >= len(call.Args) {
			continue // a method expression, or no variadic argument
		}
		for _, v := range visited(call, op.arg) {
			switch t := v.Type().Underlying().(type) {
			case *types.Map:
				out = append(out, touch{m: v, kind: op.kind})
			case *types.Pointer:
				if IsMap(t.Elem()) {
					out = append(out, touch{m: v, kind: op.kind, pointer: true})
				} else {
					out = append(out, walkOf(obj, op.kind).within(v, t.Elem())...)
				}
			case *types.Struct:
				out = append(out, walkOf(obj, op.kind).within(v, v.Type())...)
			}
		}
	}
	return out
}

// operands returns the values of an argument as they were before they became
// interfaces, and those of a variadic argument.
func operands(v ssa.Value) []ssa.Value {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return []ssa.Value{x.X}
	case *ssa.ChangeType:
		return operands(x.X)
	case *ssa.Slice:
		var out []ssa.Value
		for _, elem := range callgraph.Variadic(x) {
			out = append(out, operands(elem)...)
		}
		return out
	}
	return []ssa.Value{v}
}

// IsMap reports whether a type is a map.
func IsMap(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}
