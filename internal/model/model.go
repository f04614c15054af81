// Package model says what library code does, as sorted tables of data: one row
// for each function, type or field, by its full name. A test in the module
// internal/model/check proves that each name exists.
package model

import (
	_ "embed"
	"go/types"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/golint-incidents/golint-incidents/internal/setting"
)

// Values of an index that are not the index of an argument.
const (
	None     = -1 - iota
	Receiver // the receiver of a method
	Result   // the first result
	Last     // the last argument
)

// A Decoder is a function that makes values of an encoded text.
type Decoder struct {
	Data   int // index of what is decoded
	Target int // index of what receives the value
	Kind   string
}

// An Encoder is a function that makes an encoded text of a value.
type Encoder struct {
	Value int // index of what is encoded
	Out   int // index of what the text is written to, or [Result]
}

// A Source is a function whose result has a class of its own, a word of the
// head of sources.txt.
type Source string

// A Flow is a function whose results derive from its arguments alone.
type Flow struct {
	// Out is the index of the argument that is written, or [None].
	Out int
	// Rest is set if the arguments after it are written, too.
	Rest bool
}

// A Constructor is a function that makes something costly of a text.
type Constructor struct {
	Text int // index of the text
	Kind string
}

// A Cost says how long a decoder takes, as measured on one machine.
type Cost struct {
	PerKB, PerField time.Duration
}

// CostOf returns what is known of the cost of a decoder, by its full name.
func CostOf(name string) (Cost, bool) {
	c, ok := costTable()[name]
	return c, ok
}

func nanoseconds(col string) time.Duration {
	n, err := strconv.Atoi(col)
	if err != nil {
		return 0 // the test of the tables says so
	}
	return time.Duration(n)
}

// An Invoke is a function that calls one of its arguments.
type Invoke struct {
	Func int
	When string // "now", "once" or "later"
}

// A Thread is a function that runs one of its arguments on another goroutine.
type Thread struct {
	Func   int  // index of the argument, without the receiver
	Many   bool // several goroutines can run it at a time
	Joined bool // they are done when the function returns
}

//go:embed decoders.txt
var decoders string

//go:embed sources.txt
var sources string

//go:embed flows.txt
var flows string

//go:embed invokes.txt
var invokes string

//go:embed entries.txt
var entries string

//go:embed carriers.txt
var carriers string

//go:embed fields.txt
var fields string

//go:embed handles.txt
var handles string

//go:embed receives.txt
var receives string

//go:embed encoders.txt
var encoders string

//go:embed pools.txt
var pools string

//go:embed keeps.txt
var keeps string

//go:embed untagged.txt
var untagged string

//go:embed threads.txt
var threads string

//go:embed callbacks.txt
var callbacks string

//go:embed constructors.txt
var constructors string

//go:embed costs.txt
var costs string

var (
	decoderTable = table(decoders, func(cols []string) Decoder {
		return Decoder{Data: index(cols[0]), Target: index(cols[1]), Kind: cols[2]}
	})
	encoderTable = table(encoders, func(cols []string) Encoder {
		return Encoder{Value: index(cols[0]), Out: index(cols[1])}
	})
	sourceTable = table(sources, func(cols []string) Source { return Source(cols[0]) })
	flowTable   = table(flows, func(cols []string) Flow {
		if len(cols) == 0 {
			return Flow{Out: None}
		}
		out, rest := strings.CutSuffix(strings.TrimPrefix(cols[0], "->"), "...")
		return Flow{index(out), rest}
	})
	invokeTable = table(invokes, func(cols []string) Invoke {
		return Invoke{Func: index(cols[0]), When: cols[1]}
	})
	entryTable   = table(entries, func(cols []string) Entry { return Entry{Arg: index(cols[0]), Methods: strings.Join(cols[1:], " ")} })
	carrierTable = table(carriers, func(cols []string) carrier { return carrier{cols[0], strings.Join(cols[1:], " ")} })
	threadTable  = table(threads, func(cols []string) Thread {
		return Thread{Func: index(cols[0]), Many: cols[1] == "many", Joined: len(cols) > 2}
	})
	callbackTable = table(callbacks, func(cols []string) string { return strings.Join(cols, " ") })
	fieldTable    = table(fields, func([]string) bool { return true })
	handleTable   = table(handles, func([]string) bool { return true })
	receiveTable  = table(receives, func([]string) bool { return true })
	poolTable     = table(pools, func(cols []string) string { return cols[0] })
	keepTable     = table(keeps, func([]string) bool { return true })
	untaggedTable = table(untagged, func([]string) bool { return true })

	constructorTable = table(constructors, func(cols []string) Constructor {
		return Constructor{Text: index(cols[0]), Kind: cols[1]}
	})
	costTable = table(costs, func(cols []string) Cost {
		return Cost{PerKB: nanoseconds(cols[0]), PerField: nanoseconds(cols[1])}
	})
)

// Rows yields the lines of a table without its comments.
func Rows(text string) []string {
	var rows []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, line)
		}
	}
	return rows
}

// Tables returns the text of each table, by name.
func Tables() map[string]string {
	return map[string]string{
		"decoders": decoders, "sources": sources, "flows": flows, "invokes": invokes,
		"entries": entries, "carriers": carriers, "fields": fields, "handles": handles,
		"receives": receives, "keeps": keeps, "untagged": untagged, "pools": pools, "encoders": encoders,
		"constructors": constructors, "words": words,
		"threads": threads, "callbacks": callbacks, "costs": costs,
	}
}

// table parses a table when it is first asked for.
func table[R any](text string, parse func(cols []string) R) func() map[string]R {
	return sync.OnceValue(func() map[string]R {
		m := make(map[string]R)
		for _, row := range Rows(text) {
			cols := strings.Fields(row)
			m[cols[0]] = parse(cols[1:])
		}
		return m
	})
}

func index(col string) int {
	switch col {
	case "-":
		return None
	case "recv":
		return Receiver
	case "result":
		return Result
	case "last":
		return Last
	}
	n, err := strconv.Atoi(col)
	if err != nil {
		return None // the test of the tables says so
	}
	return n
}

// UserSources are the functions whose results the user calls configuration. A flag of the
// rule sets it.
var UserSources setting.Set

// Known is what the tables say of a function: nil or zero where they say nothing.
type Known struct {
	Decoder     *Decoder
	Constructor *Constructor
	Encoder     *Encoder
	Source      Source
	Flow        *Flow
	Invoke      *Invoke
	Receives    bool // it waits for the next message
}

// Of returns what the tables say of a function.
func Of(fn *types.Func) Known {
	name := Name(fn)
	if UserSources.Has(name) {
		return Known{Source: "client"}
	}
	k := Known{
		Decoder: row(decoderTable(), name), Constructor: row(constructorTable(), name),
		Encoder: row(encoderTable(), name),
		Source:  sourceTable()[name], Flow: row(flowTable(), name), Invoke: row(invokeTable(), name),
		Receives: receiveTable()[name],
	}
	if k.Flow == nil && fn.Pkg() != nil && fn.Signature().Recv() == nil {
		k.Flow = row(flowTable(), path(fn.Pkg())+".*")
	}
	return k
}

func row[R any](m map[string]R, name string) *R {
	if r, ok := m[name]; ok {
		return &r
	}
	return nil
}

// An Entry is a function that has an argument run per request.
type Entry struct {
	Arg     int
	Methods string // "rpc", "httprpc" or "exported": which methods of the argument, not itself
}

// EntryOf returns what a function has run per request.
func EntryOf(fn *types.Func) (Entry, bool) {
	e, ok := entryTable()[Name(fn)]
	return e, ok
}

// Receives reports whether a function waits for the next message.
func Receives(fn *types.Func) bool { return receiveTable()[Name(fn)] }

// Keeps reports whether a function keeps what it is given for later calls, though its type
// does not say so.
func Keeps(fn *types.Func) bool { return keepTable()[Name(fn)] }

// Untagged reports whether a function fills the fields of a struct that have no tags, too.
func Untagged(fn *types.Func) bool { return untaggedTable()[Name(fn)] }

// Pool reports whether values of a type keep connections, and returns the name of the field
// that turns this off.
func Pool(t types.Type) (off string, ok bool) {
	name, _ := strings.CutSuffix(fieldName(t, ""), ".")
	off, ok = poolTable()[name]
	return off, ok
}

// Constructing reports whether the table of constructors has a function of a package.
func Constructing(pkg *types.Package) bool { return constructorPackages()[path(pkg)] }

// A carrier is a row of the table of carriers.
type carrier struct{ kind, parallel string }

// Carrier returns what a type says of the values and functions that have it:
// "entry", "cold", "data", "base", "meta", or "" for a type that is of no request.
func Carrier(t types.Type) string { return carrierOf(t).kind }

// Parallel returns what functions handle that take a value of a type, if they run in
// parallel with each other: "HTTP requests", or "".
func Parallel(t types.Type) string { return carrierOf(t).parallel }

func carrierOf(t types.Type) carrier {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := types.Unalias(t).(*types.Slice); ok {
		return carrierOf(s.Elem())
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return carrier{}
	}
	return carrierTable()[path(named.Obj().Pkg())+"."+named.Obj().Name()]
}

// ThreadOf returns what is known of a function that runs an argument on another goroutine.
func ThreadOf(fn *types.Func) (Thread, bool) {
	t, ok := threadTable()[Name(fn)]
	return t, ok
}

// Callback returns for what servers and clients call the function in a field of a struct
// type, in parallel; "" for other fields.
func Callback(t types.Type, field string) string { return callbackTable()[fieldName(t, field)] }

// CallbackIn returns for what the functions in a map of a type are called, in parallel; ""
// for other maps.
func CallbackIn(t types.Type) string {
	name, _ := strings.CutSuffix(fieldName(t, ""), ".")
	return callbackTable()[name]
}

// ConfigField reports whether a field of a struct type holds configuration.
func ConfigField(t types.Type, field string) bool { return fieldTable()[fieldName(t, field)] }

// Handle reports whether a field of a request is a service.
func Handle(t types.Type, field string) bool { return handleTable()[fieldName(t, field)] }

func fieldName(t types.Type, field string) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return path(named.Obj().Pkg()) + "." + named.Obj().Name() + "." + field
}

// Imported reports whether the table of decoders has a function of a package.
func Imported(pkg *types.Package) bool { return decoderPackages()[path(pkg)] }

// Serving reports whether the tables have a type of a package that a request
// comes in, or a function that waits for one.
func Serving(pkg *types.Package) bool { return carrierPackages()[path(pkg)] }

var (
	decoderPackages = sync.OnceValue(func() map[string]bool { return packages(decoderTable()) })
	carrierPackages = sync.OnceValue(func() map[string]bool {
		out := packages(carrierTable())
		for name := range packages(receiveTable()) {
			out[name] = true
		}
		return out
	})
	constructorPackages = sync.OnceValue(func() map[string]bool { return packages(constructorTable()) })
)

// packages returns the packages of the names in a table.
func packages[R any](m map[string]R) map[string]bool {
	out := make(map[string]bool)
	for name := range m {
		name = strings.TrimLeft(name, "(*")
		slash := strings.LastIndex(name, "/") + 1
		for i := slash; i < len(name); i++ {
			if name[i] == '.' {
				out[name[:i]] = true // gopkg.in/yaml, and gopkg.in/yaml.v3
			}
		}
		out[strings.TrimSuffix(name, ")")] = true
	}
	return out
}

// Name returns the full name of a function, as the tables have it.
func Name(fn *types.Func) string {
	name := fn.Origin().FullName()
	if i := strings.Index(name, "/vendor/"); i >= 0 {
		start := strings.LastIndexAny(name[:i], "(*") + 1
		name = name[:start] + name[i+len("/vendor/"):]
	}
	if i := strings.IndexByte(name, '['); i >= 0 {
		if j := strings.LastIndexByte(name, ']'); j > i {
			name = name[:i] + name[j+1:] // type parameters
		}
	}
	return name
}

func path(pkg *types.Package) string {
	p := pkg.Path()
	if i := strings.LastIndex(p, "/vendor/"); i >= 0 {
		p = p[i+len("/vendor/"):]
	}
	return p
}
