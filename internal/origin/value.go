package origin

import (
	"cmp"
	"fmt"
	"go/types"
	"strings"
)

// A Class says what a value depends on. Classes are ordered: the class of what
// is made of several values is the greatest of theirs.
type Class uint8

const (
	// None is the class of what holds no data: errors, contexts, nil.
	None Class = iota
	// Const is the class of constants of the program.
	Const
	// Config is the class of what is fixed at start or changes rarely: files,
	// the environment, configuration clients, what a server was built with.
	Config
	// Lookup is the class of what an unknown function makes of the above: a
	// row of a table, an entry of a cache. See [Value.Setting].
	Lookup
	// Keyed is the class of one of a fixed set of values, chosen by a request.
	Keyed
	// Request is the class of what a request brings.
	Request
	// Unclear is the class of what other services send, of what differs each
	// time, and of everything unknown.
	Unclear
)

// A Value is what is known of the origin of a value: the join of all that went
// into it. The zero Value depends on nothing.
type Value struct {
	Class Class
	// Params is the set of parameters that the value depends on, too; a
	// function's free variables come after its parameters. The bit [Made] stands
	// for what the receiver was made with.
	Params uint32
	// Served is set for the receiver of a call through an interface.
	Served bool
	// Literal is set if a constant string went in that may be a key.
	Literal bool
	// Key is set if a Literal went into a Lookup.
	Key bool
	// Word is set if something is named as a setting: the function that looks
	// it up, or the key.
	Word bool
	// Named is set if a function that is named for settings looks up what a
	// parameter says: a setting, once the parameter is a Literal.
	Named bool
	// Text is set for a text that a store had for a constant key.
	Text bool
	// Row is set if a Text is the key of a Lookup, or part of it: a row of which there
	// are many, not a setting.
	Row bool
	// Source says in a few words where configuration comes from.
	Source string
	// Place is where Source stands, as file:line.
	Place string
	// File is the file that is embedded in the program there.
	File string
	// Size is the size in bytes of the longest constant, 0 if it is not known.
	Size int
}

var classNames = [...]string{"nothing", "constant", "configuration", "looked up", "one of a fixed set", "of a request", "unknown"}

// String renders a value: its class, the parameters it depends on, and what makes it a
// setting.
func (v Value) String() string {
	var parts []string
	if v.Class != None || v.Params == 0 {
		text := classNames[v.Class]
		if v.Source != "" {
			text += " (" + v.Source + ")"
		}
		parts = append(parts, text)
	}
	for i := range MaxParams {
		if v.Params&(1<<i) != 0 {
			parts = append(parts, fmt.Sprintf("parameter %d", i))
		}
	}
	if v.Params&Made != 0 {
		parts = append(parts, "what the receiver was made with")
	}
	text := strings.Join(parts, " and ")
	for _, note := range [...]struct {
		set  bool
		text string
	}{{v.Key, "constant key"}, {v.Word, "named as a setting"}, {v.Row, "one of many rows"}} {
		if note.set {
			text += ", " + note.text
		}
	}
	return text
}

// MaxParams is the number of parameters and free variables that a Value tells
// apart.
const MaxParams = 31

// Made is the bit of [Value.Params] for the fields of a receiver that are set
// when it is made, if its type is one of services: see [program.service].
const Made = 1 << MaxParams

// Unknown is the value of what nothing is known about.
var Unknown = Value{Class: Unclear}

// param returns the value of the i-th parameter or free variable.
func param(i int) Value {
	if i >= MaxParams {
		return Unknown
	}
	return Value{Params: 1 << i}
}

// Join returns the origin of what is made of a and b.
func Join(a, b Value) Value {
	out := Value{
		Class:   max(a.Class, b.Class),
		Params:  a.Params | b.Params,
		Served:  a.Served && (b.Served || b == Value{}) || b.Served && a == Value{},
		Literal: a.Literal || b.Literal,
		Key:     a.Key || b.Key,
		Word:    a.Word || b.Word,
		Named:   a.Named || b.Named,
		Text:    a.Text || b.Text,
		Row:     a.Row || b.Row,
		Source:  a.Source,
		Place:   a.Place,
		File:    a.File,
		Size:    max(a.Size, b.Size),
	}
	if a.Source == "" || b.Source != "" && cmp.Or(cmp.Compare(b.Source, a.Source), cmp.Compare(b.Place, a.Place), cmp.Compare(b.File, a.File)) < 0 {
		out.Source, out.Place, out.File = b.Source, b.Place, b.File
	}
	return out
}

// Subst replaces the parameters in v by the arguments of a call.
func (v Value) Subst(args []Value) Value {
	out := v
	out.Params, out.Named = 0, false
	own := v.Key || v.Class == Lookup && v.given(args)
	for i := range MaxParams {
		if v.Params&(1<<i) == 0 {
			continue // does not flow in
		}
		if i >= len(args) {
			return Unknown
		}
		out = Join(out, v.keyed(args[i]).picked(own))
	}
	if v.Params&Made != 0 {
		if len(args) == 0 {
			return Unknown
		}
		out = Join(out, v.keyed(args[0].madeWith()))
	}
	out.Named = out.Named || v.Named && out.Params != 0
	out.Served = out.Served || v.Served
	out.Text = out.Text && !v.Served
	return out
}

// given reports whether one of the arguments that flow into v is a constant key.
func (v Value) given(args []Value) bool {
	for i, arg := range args {
		if i < MaxParams && v.Params&(1<<i) != 0 && arg.Literal && !(arg.Row && !arg.Text) {
			return true
		}
	}
	return false
}

// picked returns the origin of what goes into a Lookup, which has a constant key
// of its own or has not. With one, it does not matter which row says what store it
// is that the key is looked up in, but which text is part of the key.
func (v Value) picked(own bool) Value {
	v.Row = v.Row && (v.Text || !own)
	return v
}

// keyed returns an argument that goes into v: a key, if v is looked up and it is
// one.
func (v Value) keyed(arg Value) Value {
	if v.Class == Lookup && arg.Literal {
		arg.Key, arg.Word = true, arg.Word || v.Named
	}
	arg.Row = arg.Row || v.Class == Lookup && arg.Text
	return arg
}

// madeWith returns the origin of what the receiver v was made with. A service
// that is called through an interface was made at start, wherever it comes from.
func (v Value) madeWith() Value {
	switch {
	case v.Served:
		return Value{Class: Config, Literal: true, Source: "what a service was made with"}
	case v.Class == None && v.Params == 1:
		return Value{Params: Made} // of a receiver that is passed on
	}
	return v
}

// Setting reports whether a Lookup is surely one of a setting: by a constant
// key and no other, and named as one.
func (v Value) Setting() bool { return v.Class == Lookup && v.Key && v.Word && !v.Row }

// Invariant reports whether the value does not depend on the request.
func (v Value) Invariant() bool {
	return v.Params == 0 && (v.Class == Const || v.Class == Config)
}

// Looked returns the value of what an unknown function makes of v. word tells
// that the function is named for settings, which counts if it is given a key.
func Looked(v Value, word bool) Value {
	v.Class = max(v.Class, Lookup)
	v.Row = v.Row || v.Text
	v.Named = v.Named || word && v.Params != 0
	if v.Literal {
		v.Key = true
		v.Word = v.Word || word
	}
	return v
}

// asText returns the value of an argument, and notes if it is a text that a store
// had.
func asText(v Value, t types.Type) Value {
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsString != 0 {
		v.Text = v.Text || v.Class == Lookup && v.Key
	}
	return v
}
