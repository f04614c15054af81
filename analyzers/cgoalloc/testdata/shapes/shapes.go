// Package shapes: plain leaks in many shapes.
package shapes

/*
#include <stdlib.h>
typedef struct ctx ctx;
ctx *ctx_new(void);
void ctx_free(ctx *c);
int call(const char *s);
void two(const char *a, const char *b);
*/
import "C"
import (
	"errors"
	"os"
	"unsafe"
)

type T struct {
	free func(unsafe.Pointer)
	name string
}

func Inline(s string) int { return int(C.call(C.CString(s))) } // want `C memory of CString in Inline is never freed: it is only an argument of the call`

func Never(s string) int {
	p := C.CString(s) // want `C memory of CString in Never is never freed: pass it to C\.free`
	return int(C.call(p))
}

func Early(s string, n int) int {
	p := C.CString(s) // want `C memory of CString is not freed when Early returns`
	if n > 3 {
		return 0
	}
	r := C.call(p)
	C.free(unsafe.Pointer(p))
	return int(r)
}

func Switch(s string, k int) int {
	p := C.CString(s) // want `C memory of CString is not freed when Switch returns`
	switch k {
	case 1:
		C.free(unsafe.Pointer(p))
		return 1
	case 2:
		return 2
	default:
		C.free(unsafe.Pointer(p))
	}
	return 0
}

func Loop(xs []string) {
	for _, x := range xs {
		p := C.CString(x) // want `C memory of CString in Loop is not freed in each round of the loop: pass it to C\.free before the next one`
		if C.call(p) != 0 {
			continue
		}
		C.free(unsafe.Pointer(p))
	}
}

func LoopBreak(xs []string) {
	for _, x := range xs {
		p := C.CString(x) // want `C memory of CString is not freed when LoopBreak returns`
		if C.call(p) != 0 {
			break
		}
		C.free(unsafe.Pointer(p))
	}
}

func Over(a, b string) {
	p := C.CString(a) // want `C memory of CString in Over is lost: the only pointer to it is overwritten`
	C.call(p)
	p = C.CString(b)
	C.call(p)
	C.free(unsafe.Pointer(p))
}

func Captured(s string) int {
	p := C.CString(s) // want `C memory of CString in Captured is never freed: pass it to C\.free`
	f := func() int { return int(C.call(p)) }
	return f()
}

func InLit(s string) func() int {
	return func() int {
		p := C.CString(s) // want `C memory of CString in InLit\$1 is never freed: pass it to C\.free`
		return int(C.call(p))
	}
}

func InGo(s string) {
	go func() {
		p := C.CString(s) // want `C memory of CString in InGo\$1 is never freed: pass it to C\.free`
		C.call(p)
	}()
}

func Helper(s string) *C.char { return C.CString(s) } // want Helper:`cgoalloc\[borrowed\]\[CString\]\[\]`

func ViaHelper(s string) int {
	return int(C.call(Helper(s))) // want `C memory of Helper in ViaHelper is never freed: it is only an argument of the call`
}

func ViaHelper2(s string) int {
	p := Helper(s) // want `C memory of Helper in ViaHelper2 is never freed: pass it to C\.free`
	return int(C.call(p))
}

func both(s string) (*C.char, func()) {
	p := C.CString(s)
	return p, func() { C.free(unsafe.Pointer(p)) }
}

func ViaBoth(s string) int {
	p, free := both(s)
	defer free()
	return int(C.call(p))
}

func ViaBothBad(s string) int {
	p, _ := both(s) // want `C memory of both in ViaBothBad is never freed: pass it to C\.free`
	return int(C.call(p))
}

func ViaBothEarly(s string, n int) int {
	p, free := both(s) // want `C memory of both is not freed when ViaBothEarly returns`
	if n == 0 {
		return 0
	}
	r := C.call(p)
	free()
	return int(r)
}

func Generic[S ~string](s S) int {
	p := C.CString(string(s)) // want `C memory of CString in Generic is never freed: pass it to C\.free`
	return int(C.call(p))
}

func UseGeneric() { Generic("a"); GenericOK("b") }

func GenericOK[S ~string](s S) int {
	p := C.CString(string(s))
	defer C.free(unsafe.Pointer(p))
	return int(C.call(p))
}

func with[R any](s string, f func(*C.char) R) R {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p))
	return f(p)
}

func UseWith(s string) int {
	return with(s, func(p *C.char) int { return int(C.call(p)) })
}

func Defer2(s, t string) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed twice: the first time`
	q := C.CString(t)               // want `C memory of CString in Defer2 is never freed: pass it to C\.free`
	defer C.free(unsafe.Pointer(p))
	C.two(p, q)
}

func Panics(s string) {
	p := C.CString(s)
	if C.call(p) != 0 {
		panic("x")
	}
	C.free(unsafe.Pointer(p))
}

func Exits(s string) {
	p := C.CString(s)
	if C.call(p) != 0 {
		os.Exit(1)
	}
	C.free(unsafe.Pointer(p))
}

func Args(xs []string) {
	argv := make([]*C.char, len(xs))
	for i, x := range xs {
		argv[i] = C.CString(x) // want `C memory of CString in Args is never freed: pass it to C\.free`
	}
	C.call(argv[0])
}

func ArgsRight(xs []string) {
	argv := make([]*C.char, len(xs))
	for i, x := range xs {
		argv[i] = C.CString(x)
		defer C.free(unsafe.Pointer(argv[i]))
	}
	C.call(argv[0])
}

func ArgsAppend(xs []string) {
	var argv []*C.char
	for _, x := range xs {
		argv = append(argv, C.CString(x))
	}
	C.call(argv[0])
	for _, p := range argv {
		C.free(unsafe.Pointer(p))
	}
}

func ArgsAppendBad(xs []string) {
	var argv []*C.char
	for _, x := range xs {
		argv = append(argv, C.CString(x)) // want `C memory of CString in ArgsAppendBad is never freed: pass it to C\.free`
	}
	C.call(argv[0])
}

func Malloc(n int) error {
	p := C.malloc(C.size_t(n)) // want `C memory of malloc is not freed when Malloc returns`
	if n > 100 {
		return errors.New("big")
	}
	defer C.free(p)
	return nil
}

func Bytes(b []byte) {
	p := C.CBytes(b) // want `C memory of CBytes in Bytes is never freed: pass it to C\.free`
	C.call((*C.char)(p))
}

func Double(s string, n int) {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed twice: the first time`
	if n > 1 {
		C.free(unsafe.Pointer(p))
		return
	}
}

func UseAfter(s string) C.int {
	p := C.CString(s)
	C.free(unsafe.Pointer(p))
	return C.call(p) // want `C memory of CString is used here after it was freed`
}

func UseAfterLoop(xs []string) {
	p := C.CString("a")
	for range xs {
		C.call(p) // want `C memory of CString is used here after it was freed`
		C.free(unsafe.Pointer(p))
	}
}

func freeIt(p unsafe.Pointer) { C.free(p) }

func UseAfterHelper(s string) C.int {
	p := C.CString(s)
	freeIt(unsafe.Pointer(p))
	return C.call(p) // want `C memory of CString is used here after it was freed`
}

type res struct{ p *C.char }

func (r *res) release() { C.free(unsafe.Pointer(r.p)) }

func UseAfterMethod(s string) C.int {
	r := &res{C.CString(s)}
	r.release()
	return C.call(r.p) // want `C memory of CString is used here after it was freed`
}

func DoubleMethod(s string) {
	r := res{C.CString(s)}
	defer r.release() // want `in release, C memory of CString is freed twice: the first time`
	C.call(r.p)
	r.release()
}

func LeakStruct(s string) {
	r := res{C.CString(s)} // want `C memory of CString in LeakStruct is never freed: pass it to C\.free`
	C.call(r.p)
}

func LeakStructEarly(s string, n int) {
	r := &res{C.CString(s)} // want `C memory of CString is not freed when LeakStructEarly returns`
	if n > 0 {
		return
	}
	r.release()
}

type freer interface{ release() }

func ViaIface(s string) {
	var f freer = &res{C.CString(s)}
	f.release()
}

func ViaIfaceDefer(s string) {
	var f freer = &res{C.CString(s)}
	defer f.release()
}

func MethodValue(s string) {
	r := &res{C.CString(s)}
	f := r.release
	defer f()
	C.call(r.p)
}

func FuncVar(s string) {
	free := func(p *C.char) { C.free(unsafe.Pointer(p)) }
	p := C.CString(s)
	defer free(p)
	C.call(p)
}

func FuncVarPkg(s string) {
	p := C.CString(s)
	defer release(p)
	C.call(p)
}

var release = func(p *C.char) { C.free(unsafe.Pointer(p)) }

func Goto(s string) int {
	p := C.CString(s) // want `C memory of CString is not freed when Goto returns`
	r := C.call(p)
	if r != 0 {
		goto out
	}
	C.free(unsafe.Pointer(p))
out:
	return int(r)
}

func SelectLeak(s string, ch, done chan bool) {
	p := C.CString(s) // want `C memory of CString is not freed when SelectLeak returns`
	select {
	case <-ch:
		C.free(unsafe.Pointer(p))
	case <-done:
		return
	}
}

func ErrAnd(s string, f func() (int, error)) (int, error) {
	p := C.CString(s) // want `C memory of CString is not freed when ErrAnd returns`
	n, err := f()
	if err != nil {
		return 0, err
	}
	C.call(p)
	C.free(unsafe.Pointer(p))
	return n, nil
}

func Cond(s string, own bool) {
	var p *C.char
	if own {
		p = C.CString(s)
	}
	C.call(p)
	if own {
		C.free(unsafe.Pointer(p))
	}
}

func CondNil(s string) {
	var p *C.char
	if s != "" {
		p = C.CString(s)
	}
	C.call(p)
	if p != nil {
		C.free(unsafe.Pointer(p))
	}
}

func CondDefer(s string) {
	var p *C.char
	if s != "" {
		p = C.CString(s)
		defer C.free(unsafe.Pointer(p))
	}
	C.call(p)
}

func CondFlag(s string) {
	var p *C.char
	done := false
	if len(s) > 3 {
		p = C.CString(s)
		done = true
	}
	C.call(p)
	if done {
		C.free(unsafe.Pointer(p))
	}
}
