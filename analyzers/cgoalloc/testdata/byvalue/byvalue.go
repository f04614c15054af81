// Package byvalue: memory inside of C structs by value.
package byvalue

/*
#include <stdlib.h>
typedef struct buf { char *data; int len; } buf;
typedef struct res { int code; char *msg; buf body; } res;
typedef struct opts { char *name; char *path; int n; } opts;
buf read_all(int fd);
void buf_release(buf *b);
buf other(int fd);
void buf_free(buf b);
res run(int fd);
res call(int fd);
int fill(buf *b, int fd);
void use(opts *o);
void usev(opts o);
void init_it(opts *o);
int buf_init(buf *b);
void buf_cleanup(buf *b);
*/
import "C"
import (
	"errors"
	"unsafe"
)

func All(fd C.int) []byte {
	b := C.read_all(fd)
	defer C.buf_release(&b)
	return C.GoBytes(unsafe.Pointer(b.data), b.len)
}

func All2(fd C.int) []byte {
	b := C.read_all(fd) // want `C memory of read_all in All2 is never freed: pass it to C\.buf_release`
	return C.GoBytes(unsafe.Pointer(b.data), b.len)
}

func AllEarly(fd C.int) ([]byte, error) {
	b := C.read_all(fd) // want `C memory of read_all is not freed when AllEarly returns`
	if b.len > 100 {
		return nil, errors.New("long")
	}
	out := C.GoBytes(unsafe.Pointer(b.data), b.len)
	C.buf_release(&b)
	return out, nil
}

func Inline(fd C.int) string {
	return C.GoString(C.read_all(fd).data) // want `C memory of read_all in Inline is never freed: pass it to C\.buf_release`
}

func Msg(fd C.int) error {
	r := C.run(fd)
	if r.code == 0 {
		return nil
	}
	defer C.free(unsafe.Pointer(r.msg))
	return errors.New(C.GoString(r.msg))
}

func Msg2(fd C.int) error {
	r := C.run(fd) // want `C memory of run in Msg2 is never freed: pass it to C\.free, its field msg`
	if r.code == 0 {
		return nil
	}
	return errors.New(C.GoString(r.msg))
}

func MsgHelper(fd C.int) error {
	return asError(C.run(fd))
}

func asError(r C.res) error {
	if r.code == 0 {
		return nil
	}
	defer C.free(unsafe.Pointer(r.msg))
	return errors.New(C.GoString(r.msg))
}

func Opts(name, path string) {
	var o C.opts
	o.name = C.CString(name)
	o.path = C.CString(path) // want `C memory of CString in Opts is never freed: pass it to C\.free`
	C.use(&o)
	C.free(unsafe.Pointer(o.name))
}

func OptsLit(name, path string) {
	o := C.opts{name: C.CString(name), path: C.CString(path)}
	defer C.free(unsafe.Pointer(o.name))
	defer C.free(unsafe.Pointer(o.path))
	C.use(&o)
}

func OptsLitBad(name, path string) {
	o := C.opts{name: C.CString(name), path: C.CString(path)} // want `C memory of CString in OptsLitBad is never freed: pass it to C\.free`
	defer C.free(unsafe.Pointer(o.name))
	C.use(&o)
}

func OptsByValue(name string) {
	o := C.opts{name: C.CString(name)} // want `C memory of CString in OptsByValue is never freed: pass it to C\.free`
	C.usev(o)
}

func mk(name string) C.opts { return C.opts{name: C.CString(name)} }

func OptsMadeRight(name string) {
	o := mk(name)
	C.usev(o)
	C.free(unsafe.Pointer(o.name))
}

func (w *W) fill(name string) { w.o.name = C.CString(name) }

type W struct{ o C.opts }

func (w *W) clean() { C.free(unsafe.Pointer(w.o.name)) }

func UseW(name string) {
	var w W
	w.fill(name)
	defer w.clean()
	C.use(&w.o)
}

func Init() {
	var b C.buf
	C.buf_init(&b) // want `C memory of buf_init in Init is never freed: pass it to C\.buf_cleanup`
}

func InitRight() {
	var b C.buf
	C.buf_init(&b)
	defer C.buf_cleanup(&b)
}

func InitCond() error {
	var b C.buf
	if C.buf_init(&b) != 0 {
		return errors.New("x")
	}
	C.buf_cleanup(&b)
	return nil
}

func InitEarly(f func() error) error {
	var b C.buf
	if C.buf_init(&b) != 0 { // want `C memory of buf_init is not freed when InitEarly returns`
		return errors.New("x")
	}
	if err := f(); err != nil {
		return err
	}
	C.buf_cleanup(&b)
	return nil
}

func InitHeap() *C.buf {
	b := new(C.buf)
	C.buf_init(b)
	return b
}

func DoubleField(name string) {
	var o C.opts
	o.name = C.CString(name)
	defer C.free(unsafe.Pointer(o.name)) // want `C memory of CString is freed twice: the first time`
	C.use(&o)
	C.free(unsafe.Pointer(o.name))
}

func SliceOf(names []string) {
	list := make([]C.opts, len(names))
	for i, n := range names {
		list[i].name = C.CString(n)
	}
	C.use(&list[0])
	for i := range list {
		C.free(unsafe.Pointer(list[i].name))
	}
}

func SliceOfBad(names []string) {
	list := make([]C.opts, len(names))
	for i, n := range names {
		list[i].name = C.CString(n) // want `C memory of CString in SliceOfBad is never freed: pass it to C\.free`
	}
	C.use(&list[0])
}
