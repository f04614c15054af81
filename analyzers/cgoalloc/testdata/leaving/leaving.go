// Package leaving: freed memory that leaves the function.
package leaving

/*
#include <stdlib.h>
typedef struct node { char *name; struct node *next; } node;
node *node_new(const char *name);
void node_free(node *n);
int node_len(node *n);
void use(char *s);
*/
import "C"
import (
	"sync"
	"unsafe"
)

var last *C.char
var table = map[string]unsafe.Pointer{}
var list []*C.char

type Holder struct {
	name *C.char
	n    *C.node
	mu   sync.Mutex
	all  []*C.char
	by   map[string]*C.char
}

func Returned(s string) *C.char {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when Returned returns: the caller has a pointer to freed memory`
	C.use(p)
	return p
}

func ReturnedTwo(s string) (*C.char, error) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when ReturnedTwo returns: the caller has a pointer to freed memory`
	return p, nil
}

func Named(s string) (p *C.char) {
	p = C.CString(s)
	defer func() {
		C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when Named returns: the caller has a pointer to freed memory`
	}()
	C.use(p)
	return
}

func Slice(n int) []byte {
	p := C.malloc(C.size_t(n))
	defer C.free(p) // want `C memory of malloc is freed here, but is returned when Slice returns: the caller has a pointer to freed memory`
	return unsafe.Slice((*byte)(p), n)
}

func Str(s string) string {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when Str returns: the caller has a pointer to freed memory`
	return unsafe.String((*byte)(unsafe.Pointer(p)), len(s))
}

func Field(h *Holder, s string) { // want Field:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`
	p := C.CString(s)
	h.name = p
	C.use(p)
	C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but stays in h\.name when Field returns: h\.name has a pointer to freed memory`
}

func (h *Holder) Method(s string) { // want Method:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`
	h.name = C.CString(s)
	defer C.free(unsafe.Pointer(h.name)) // want `C memory of CString is freed here, but stays in h\.name when Method returns: h\.name has a pointer to freed memory`
	C.use(h.name)
}

func (h *Holder) Right(s string) { // want Right:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`
	h.name = C.CString(s)
	C.use(h.name)
	C.free(unsafe.Pointer(h.name))
	h.name = nil
}

func Global(s string) {
	last = C.CString(s)
	C.use(last)
	C.free(unsafe.Pointer(last)) // want `C memory of CString is freed here, but stays in last when Global returns: last has a pointer to freed memory`
}

func GlobalRight(s string) {
	last = C.CString(s)
	C.use(last)
	C.free(unsafe.Pointer(last))
	last = nil
}

func Append(s string) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but stays in list when Append returns: list has a pointer to freed memory`
	list = append(list, p)
}

func (h *Holder) AppendField(s string) { // want AppendField:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[3\] kept\}\]`
	p := C.CString(s)
	h.all = append(h.all, p)
	C.use(p)
	C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but stays in h\.all when AppendField returns: h\.all has a pointer to freed memory`
}

func Captured(s string) func() int {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when Captured returns: the caller has a pointer to freed memory`
	return func() int {
		C.use(p)
		return 1
	}
}

func Sent(s string, ch chan *C.char) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here while another goroutine, which got it`
	ch <- p
}

func Go(s string) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here while another goroutine, which got it`
	go C.use(p)
}

func GoLit(s string) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here while another goroutine, which got it`
	go func() { C.use(p) }()
}

func GoWait(s string) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p))
	done := make(chan bool)
	go func() {
		C.use(p)
		close(done)
	}()
	<-done
}

func GoWG(s string) {
	var wg sync.WaitGroup
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p))
	wg.Add(1)
	go func() {
		defer wg.Done()
		C.use(p)
	}()
	wg.Wait()
}

func Struct(s string) Holder2 {
	n := C.node_new(nil)
	defer C.node_free(n) // want `C memory of node_new is freed here, but is returned when Struct returns: the caller has a pointer to freed memory`
	return Holder2{n}
}

type Holder2 struct{ n *C.node }

func StructPtr(s string) *Holder {
	n := C.node_new(nil)
	h := &Holder{n: n}
	C.node_free(n) // want `C memory of node_new is freed here, but is returned when StructPtr returns: the caller has a pointer to freed memory`
	return h
}

func StructFieldFree(s string) *Holder {
	h := &Holder{}
	h.n = C.node_new(nil)
	defer C.node_free(h.n) // want `C memory of node_new is freed here, but is returned when StructFieldFree returns: the caller has a pointer to freed memory`
	return h
}

func Array(a, b string) [2]*C.char {
	var out [2]*C.char
	out[0] = C.CString(a)
	out[1] = C.CString(b)
	C.free(unsafe.Pointer(out[0])) // want `C memory of CString is freed here, but is returned when Array returns: the caller has a pointer to freed memory`
	return out
}

func SliceLit(s string) []*C.char {
	p := C.CString(s)
	out := []*C.char{p}
	C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when SliceLit returns: the caller has a pointer to freed memory`
	return out
}

func Iface(s string) any {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed here, but is returned when Iface returns: the caller has a pointer to freed memory`
	return p
}

func free(p *C.char) { C.free(unsafe.Pointer(p)) }

func ByHelper(s string) *C.char {
	p := C.CString(s)
	defer free(p) // want `C memory of CString is freed here, but is returned when ByHelper returns: the caller has a pointer to freed memory`
	return p
}

func (h *Holder) done() { C.free(unsafe.Pointer(h.name)) }

func ByMethod(s string) *Holder {
	h := &Holder{name: C.CString(s)}
	defer h.done() // want `C memory of CString is freed here, but is returned when ByMethod returns: the caller has a pointer to freed memory`
	return h
}

func OnlyOnError(s string, f func(*C.char) error) (*C.char, error) {
	p := C.CString(s)
	if err := f(p); err != nil {
		C.free(unsafe.Pointer(p))
		return nil, err
	}
	return p, nil
}

func ErrFlag(s string, bad bool) (p *C.char, err error) { // want ErrFlag:`cgoalloc\[borrowed borrowed\]\[CString \]\[\]`
	p = C.CString(s) // want `C memory of CString in ErrFlag is lost: the only pointer to it is overwritten`
	defer func() {
		if err != nil {
			C.free(unsafe.Pointer(p))
		}
	}()
	if bad {
		return nil, errBad
	}
	return p, nil
}

var errBad = error(nil)

func Copy(s string) string {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p))
	return C.GoString(p)
}
