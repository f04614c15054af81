package stackptr

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"
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
	obj := callgraph.Called(call)
	if call.IsInvoke() {
		switch name := obj.Name(); {
		case strings.HasPrefix(name, "Recv") || name == "CloseAndRecv":
			return isStream(call.Value.Type())
		case name == "Read" && hasMethod(call.Value.Type(), "Seek"):
			return false // a file
		}
	}
	if obj == nil {
		return false
	}
	name := obj.FullName()
	if slices.Contains(wholes, name) && ofRequest(call.Args[0]) {
		return false
	}
	_, ok := slices.BinarySearch(parkers, name)
	return ok || locks && slices.Contains(lockers, name)
}

// wholes are those that read to the end of something: of the body of a request to
// a handler, which has been sent with it, or soon is.
var wholes = []string{"(*encoding/gob.Decoder).Decode", "(*encoding/json.Decoder).Decode", "io.ReadAll"}

// ofRequest reports whether a value is made of the body of a request.
func ofRequest(v ssa.Value) bool {
	seen := make(map[ssa.Value]bool)
	var from func(v ssa.Value) bool
	from = func(v ssa.Value) bool {
		if v == nil || seen[v] || len(seen) > maxValues {
			return false
		}
		seen[v] = true
		switch x := v.(type) {
		case *ssa.FieldAddr:
			t := x.X.Type().Underlying().(*types.Pointer).Elem()
			if st, ok := t.Underlying().(*types.Struct); ok && types.TypeString(t, nil) == "net/http.Request" && st.Field(x.Field).Name() == "Body" {
				return true
			}
		case *ssa.Alloc:
			return slices.ContainsFunc(storedIn(x), from)
		}
		instr, ok := v.(ssa.Instruction)
		return ok && slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool { return from(*op) })
	}
	return from(v)
}

// hasMethod reports whether t, or a pointer to it, has a method.
func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

// isStream reports whether t is an interface of google.golang.org/grpc's
// streams, generated or not.
func isStream(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Interface); !ok {
		return false
	}
	for _, name := range []string{"Context", "SendMsg", "RecvMsg"} {
		if !hasMethod(t, name) {
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
