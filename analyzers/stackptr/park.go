package stackptr

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
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
