package stackptr

import (
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/ir"
	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// parkers are the functions of the standard library in which a goroutine may
// stay until somebody else does something, sorted. What it writes is not among
// them: that waits for slow peers only.
var parkers = []string{
	"(*bufio.Reader).Peek",
	"(*bufio.Reader).Read",
	"(*bufio.Reader).ReadByte",
	"(*bufio.Reader).ReadBytes",
	"(*bufio.Reader).ReadLine",
	"(*bufio.Reader).ReadRune",
	"(*bufio.Reader).ReadSlice",
	"(*bufio.Reader).ReadString",
	"(*bufio.Scanner).Scan",
	"(*crypto/tls.Conn).Handshake",
	"(*crypto/tls.Conn).HandshakeContext",
	"(*crypto/tls.Conn).Read",
	"(*database/sql.DB).Exec",
	"(*database/sql.DB).ExecContext",
	"(*database/sql.DB).Query",
	"(*database/sql.DB).QueryContext",
	"(*encoding/gob.Decoder).Decode",
	"(*encoding/json.Decoder).Decode",
	"(*net.TCPConn).Read",
	"(*net.UDPConn).Read",
	"(*net.UDPConn).ReadFrom",
	"(*net.UDPConn).ReadFromUDP",
	"(*net.UnixConn).Read",
	"(*net/http.Client).Do",
	"(*net/http.Client).Get",
	"(*net/http.Client).Post",
	"(*net/http.Transport).RoundTrip",
	"(*net/http/httputil.ReverseProxy).ServeHTTP",
	"(*net/textproto.Reader).ReadLine",
	"(*net/textproto.Reader).ReadMIMEHeader",
	"(*os/exec.Cmd).Run",
	"(*os/exec.Cmd).Wait",
	"(*sync.Cond).Wait",
	"(*sync.WaitGroup).Wait",
	"(io.Reader).Read",
	"(net.Conn).Read",
	"(net.PacketConn).ReadFrom",
	"(net/http.RoundTripper).RoundTrip",
	"io.Copy",
	"io.CopyBuffer",
	"io.CopyN",
	"io.ReadAll",
	"io.ReadAtLeast",
	"io.ReadFull",
	"net/http.Get",
	"net/http.Post",
	"net/http.ReadRequest",
	"net/http.ReadResponse",
	"time.Sleep",
}

// lockers are the same for locks, which count only if -stackptr.locks says so:
// whoever holds one soon goes on, and where thousands wait for it, that is the
// incident, not what they cost the collector.
var lockers = []string{
	"(*sync.Mutex).Lock",
	"(*sync.RWMutex).Lock",
	"(*sync.RWMutex).RLock",
	"(sync.Locker).Lock",
}

// isParker reports whether a call goes to one of them, or receives from a
// stream of gRPC.
func isParker(call *ssa.CallCommon) bool {
	var obj *types.Func
	if call.IsInvoke() {
		obj = call.Method
		if name := obj.Name(); strings.HasPrefix(name, "Recv") || name == "CloseAndRecv" {
			return isStream(call.Value.Type())
		}
	} else if fn := call.StaticCallee(); fn != nil {
		obj, _ = fn.Object().(*types.Func)
	}
	if obj == nil {
		return false
	}
	name := obj.FullName()
	_, ok := slices.BinarySearch(parkers, name)
	return ok || locks && slices.Contains(lockers, name)
}

// isStream reports whether t is an interface of google.golang.org/grpc's
// streams, generated or not.
func isStream(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Interface); !ok {
		return false
	}
	for _, name := range []string{"Context", "SendMsg", "RecvMsg"} {
		if obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name); obj == nil {
			return false
		}
	}
	return true
}

// blocks reports whether an instruction itself waits for others. A send counts
// where it stands, not for the callers: most have a buffer, or somebody who is
// about to receive.
func blocks(instr ssa.Instruction, here bool) bool {
	switch x := instr.(type) {
	case *ssa.Send:
		return here
	case *ssa.UnOp:
		return x.Op == token.ARROW
	case *ssa.Select:
		return x.Blocking
	}
	return false
}

// A parkFact holds the names of a package's exported functions that may park,
// a line for each.
type parkFact struct{ Names string }

// AFact makes it a fact.
func (*parkFact) AFact() {}

func (f *parkFact) String() string { return f.Names }

// parksAnalyzer yields the [parks] of a package. It exports what it finds.
var parksAnalyzer = &analysis.Analyzer{
	Name:       "incidentparks",
	Doc:        "find the functions in which goroutines park, for stackptr",
	Run:        runParks,
	Requires:   []*analysis.Analyzer{ir.Analyzer},
	ResultType: reflect.TypeFor[parks](),
	FactTypes:  []analysis.Fact{new(parkFact)},
}

// parks reports whether a goroutine may park in a function.
type parks func(*ssa.Function) bool

func runParks(pass *analysis.Pass) (any, error) {
	if escape.IsStandard(pass.Pkg.Path()) { // which is in a table, and exports no fact
		find := sync.OnceValue(func() parks {
			find, _ := parking(pass)
			return find
		})
		return parks(func(fn *ssa.Function) bool { return find()(fn) }), nil
	}
	find, names := parking(pass)
	if len(names) > 0 {
		pass.ExportPackageFact(&parkFact{strings.Join(names, "")})
	}
	return find, nil
}

// parking finds the functions that may park, by summary: those of the package,
// and by facts those that it imports. It also returns the exported ones, a line
// for each, sorted.
func parking(pass *analysis.Pass) (parks, []string) {
	_, funcs := pass.ResultOf[ir.Analyzer].(*ir.Package).BuildNaive()
	known := func(v bool) func(*ssa.Function) bool { return func(*ssa.Function) bool { return v } }
	facts := make(map[*types.Package]string)
	imported := func(obj *types.Func) (bool, bool) {
		if obj.Pkg() == nil {
			return false, false // a method of error
		}
		names, ok := facts[obj.Pkg()]
		if !ok {
			fact := new(parkFact)
			pass.ImportPackageFact(obj.Pkg(), fact) // empty if there is none
			names = "\n" + fact.Names
			facts[obj.Pkg()] = names
		}
		return strings.Contains(names, "\n"+summary.LocalName(obj)+"\n"), true
	}
	table := summary.Solve(funcs, summary.Domain[bool]{
		Bottom:  known(false),
		Unknown: known(false), // what is not known to park does not
		Transfer: func(fn *ssa.Function, callees summary.Lookup[bool]) bool {
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					if parksAt(instr, false, callees) {
						return true
					}
				}
			}
			return false
		},
		Join:  func(a, b bool) bool { return a || b },
		Equal: func(a, b bool) bool { return a == b },
	}, summary.Resolver[bool]{Fact: imported})
	result := func(fn *ssa.Function) bool {
		parks, ok := table.Of(fn)
		return ok && parks
	}
	var names []string
	for _, fn := range funcs {
		if obj, ok := fn.Object().(*types.Func); ok && obj.Exported() && result(fn) {
			names = append(names, summary.LocalName(obj)+"\n")
		}
	}
	slices.Sort(names)
	return result, slices.Compact(names)
}

// parksAt reports whether a goroutine may park in an instruction, as its
// function sees it, or as callers do.
func parksAt(instr ssa.Instruction, here bool, callees summary.Lookup[bool]) bool {
	if blocks(instr, here) {
		return true
	}
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false // go does not wait, and what is deferred runs when the frame is done
	}
	if isParker(call.Common()) {
		return true
	}
	callee, _ := summary.Callee(call.Common())
	if callee == nil {
		return false
	}
	parks, known := callees(callee)
	return known && parks
}
