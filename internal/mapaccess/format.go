package mapaccess

import (
	"go/constant"
	"slices"

	"golang.org/x/tools/go/ssa"
	"honnef.co/go/tools/printf"
)

// visited returns the operands of an argument of a call in which the callee looks, as they
// were before they became interfaces: of a call like Printf with a constant format those
// that are not printed as mere pointers or types.
//
//	fmt.Sprintf("%p: %T", s, s.m)
func visited(call *ssa.CallCommon, arg int) []ssa.Value {
	values := operands(call.Args[arg])
	if _, list := call.Args[arg].(*ssa.Slice); !list || arg == 0 {
		return values // no variadic argument, or no format before it
	}
	c, ok := call.Args[arg-1].(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return values
	}
	format, err := printf.Parse(constant.StringVal(c.Value))
	if err != nil {
		return values // go vet tells of it
	}
	var verbs []rune // of each value, in order
	for _, part := range format {
		v, ok := part.(printf.Verb)
		switch {
		case !ok || v.Value == 0:
			continue // text, or a percent sign
		case v.Value > 0 || !literal(v.Width) || !literal(v.Precision):
			return values // in an order of its own
		}
		verbs = append(verbs, v.Letter)
	}
	var out []ssa.Value
	for i, v := range values {
		if i >= len(verbs) || !slices.Contains([]rune{'p', 'T'}, verbs[i]) {
			out = append(out, v)
		}
	}
	return out
}

// literal reports whether a width or precision takes no value of the list.
func literal(a printf.Argument) bool {
	_, star := a.(printf.Star)
	return !star
}
