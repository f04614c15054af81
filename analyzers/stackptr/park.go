package stackptr

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
)

// parkers are the functions of the standard library in which a goroutine may
// stay for long, sorted. Locks are not among them: whoever holds one goes on.
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
	"(*crypto/tls.Conn).Read",
	"(*encoding/gob.Decoder).Decode",
	"(*encoding/json.Decoder).Decode",
	"(*net.TCPConn).Read",
	"(*net.UDPConn).Read",
	"(*net.UDPConn).ReadFrom",
	"(*net.UnixConn).Read",
	"(*net/http.Client).Do",
	"(*net/http.Client).Get",
	"(*net/http.Client).Post",
	"(*os/exec.Cmd).Run",
	"(*os/exec.Cmd).Wait",
	"(*sync.Cond).Wait",
	"(*sync.WaitGroup).Wait",
	"(io.Reader).Read",
	"(net.Conn).Read",
	"(net.PacketConn).ReadFrom",
	"(net/http.RoundTripper).RoundTrip",
	"io.Copy",
	"io.CopyN",
	"io.ReadAll",
	"io.ReadAtLeast",
	"io.ReadFull",
	"net/http.Get",
	"net/http.Post",
	"time.Sleep",
}

// isParker reports whether a call goes to one of them.
func isParker(call *ssa.CallCommon) bool {
	var obj *types.Func
	if call.IsInvoke() {
		obj = call.Method
	} else if fn := call.StaticCallee(); fn != nil {
		obj, _ = fn.Object().(*types.Func)
	}
	if obj == nil {
		return false
	}
	_, ok := slices.BinarySearch(parkers, obj.FullName())
	return ok
}

// blocks reports whether an instruction itself waits for others.
func blocks(instr ssa.Instruction) bool {
	switch x := instr.(type) {
	case *ssa.Send:
		return true
	case *ssa.UnOp:
		return x.Op == token.ARROW
	case *ssa.Select:
		return x.Blocking
	}
	return false
}

// parking finds the functions of the package that may park, by summary.
func parking(funcs []*ssa.Function) func(*ssa.Function) bool {
	known := func(v bool) func(*ssa.Function) bool { return func(*ssa.Function) bool { return v } }
	table := summary.Solve(funcs, summary.Domain[bool]{
		Bottom:  known(false),
		Unknown: known(false), // what is not known to park does not
		Transfer: func(fn *ssa.Function, callees summary.Lookup[bool]) bool {
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					if parksAt(instr, callees) {
						return true
					}
				}
			}
			return false
		},
		Join:  func(a, b bool) bool { return a || b },
		Equal: func(a, b bool) bool { return a == b },
	}, summary.Resolver[bool]{})
	return func(fn *ssa.Function) bool {
		parks, ok := table.Of(fn)
		return ok && parks
	}
}

// parksAt reports whether a goroutine may park in an instruction.
func parksAt(instr ssa.Instruction, callees summary.Lookup[bool]) bool {
	if blocks(instr) {
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
