// Package right: everything here is right.
package right

/*
#include <stdlib.h>
typedef struct ctx ctx;
typedef struct item { char *name; struct item *next; } item;
ctx *ctx_new(void);
void ctx_free(ctx *c);
int ctx_open(ctx **out);
int ctx_get(ctx *c, char **out);
void ctx_set_name(ctx *c, char *name);
int call(const char *s);
void keep(ctx *c, item *i);
static inline void own(char *s) { free(s); }
typedef void (*done)(void*);
void give(void *p, done d);
item *item_first(ctx *c);
*/
import "C"
import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"unsafe"
)

type Ctx struct {
	c    *C.ctx
	name *C.char
	once sync.Once
	bufs [][]byte
	strs []*C.char
}

func New() *Ctx {
	c := &Ctx{c: C.ctx_new()}
	runtime.SetFinalizer(c, (*Ctx).Close)
	return c
}

func (c *Ctx) Close() { // want Close:`cgoalloc\[kept\]\[\]\[\]`
	c.once.Do(func() {
		C.ctx_free(c.c)
		C.free(unsafe.Pointer(c.name))
	})
}

func (c *Ctx) SetName(s string) { // want SetName:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[1\] ended\} \{0 \[0\] kept\}\]`
	if c.name != nil {
		C.free(unsafe.Pointer(c.name))
	}
	c.name = C.CString(s)
	C.ctx_set_name(c.c, c.name)
}

func Open() (*Ctx, error) {
	var p *C.ctx
	if rc := C.ctx_open(&p); rc != 0 {
		return nil, fmt.Errorf("open: %d", rc)
	}
	return &Ctx{c: p}, nil
}

func (c *Ctx) Get() (string, error) { // want Get:`cgoalloc\[borrowed\]\[ \]\[\{0 \[0\] kept\}\]`
	var s *C.char
	rc := C.ctx_get(c.c, &s)
	if rc != 0 {
		return "", errors.New("get")
	}
	defer C.free(unsafe.Pointer(s))
	return C.GoString(s), nil
}

func Own(s string) { C.own(C.CString(s)) }

func Give(s string) { C.give(unsafe.Pointer(C.CString(s)), C.done(C.free)) }

func Retry(s string) error {
	for i := 0; i < 3; i++ {
		p := C.CString(s)
		defer C.free(unsafe.Pointer(p))
		if C.call(p) == 0 {
			return nil
		}
	}
	return errors.New("retry")
}

func Grow(s string) {
	n := C.size_t(16)
	buf := C.malloc(n)
	for C.call((*C.char)(buf)) != 0 {
		C.free(buf)
		n *= 2
		buf = C.malloc(n)
	}
	C.free(buf)
}

func GrowRealloc() {
	n := C.size_t(16)
	buf := C.malloc(n)
	defer func() { C.free(buf) }()
	for C.call((*C.char)(buf)) != 0 {
		n *= 2
		buf = C.realloc(buf, n)
	}
}

func Nodes(xs []string) *C.item { // want Nodes:`cgoalloc\[borrowed\]\[malloc\]\[\]`
	var head *C.item
	for _, x := range xs {
		n := (*C.item)(C.malloc(C.sizeof_item))
		n.name = C.CString(x)
		n.next = head
		head = n
	}
	return head
}

func FreeNodes(n *C.item) { // want FreeNodes:`cgoalloc\[kept\]\[\]\[\{0 \[1\] freed\} \{0 \[0\] freed\}\]`
	for n != nil {
		next := n.next
		C.free(unsafe.Pointer(n.name))
		C.free(unsafe.Pointer(n))
		n = next
	}
}

func UseNodes(xs []string, c *C.ctx) { // want UseNodes:`cgoalloc\[borrowed borrowed\]\[\]\[\]`
	n := Nodes(xs)
	defer FreeNodes(n)
	C.call(n.name)
}

func Kept(c *C.ctx) { // want Kept:`cgoalloc\[borrowed\]\[\]\[\]`
	i := (*C.item)(C.calloc(1, C.sizeof_item))
	C.keep(c, i)
}

func Deferred(xs []string) []*C.char {
	out := make([]*C.char, 0, len(xs))
	ok := false
	defer func() {
		if !ok {
			for _, p := range out {
				C.free(unsafe.Pointer(p))
			}
		}
	}()
	for _, x := range xs {
		if x == "" {
			return nil
		}
		out = append(out, C.CString(x))
	}
	ok = true
	return out
}

var pool = sync.Pool{New: func() any { return C.malloc(100) }}

func Pooled() {
	p := pool.Get().(unsafe.Pointer)
	defer pool.Put(p)
	C.call((*C.char)(p))
}

func Lazily(c *Ctx) *C.char { // want Lazily:`cgoalloc\[borrowed\]\[\]\[\{0 \[1\] kept\}\]`
	if c.name == nil {
		c.name = C.CString("a")
	}
	return c.name
}

type Str struct{ p *C.char }

func NewStr(s string) Str    { return Str{C.CString(s)} }    // want NewStr:`cgoalloc\[borrowed\]\[\[0\]=CString\]\[\]`
func (s Str) Free()          { C.free(unsafe.Pointer(s.p)) } // want Free:`cgoalloc\[borrowed\]\[\]\[\]`
func UseStr(s string)        { x := NewStr(s); defer x.Free(); C.call(x.p) }
func UseStr2(s string) C.int { x := NewStr(s); r := C.call(x.p); x.Free(); return r }
func UseStrs(a, b string) {
	for _, s := range []Str{NewStr(a), NewStr(b)} {
		C.call(s.p)
		s.Free()
	}
}

func Cleanup(c *Ctx, s string) func() { // want Cleanup:`cgoalloc\[borrowed borrowed\]\[\]\[\]`
	p := C.CString(s)
	C.call(p)
	return func() { C.free(unsafe.Pointer(p)) }
}

func Cleanups(xs []string) {
	var fs []func()
	defer func() {
		for _, f := range fs {
			f()
		}
	}()
	for _, x := range xs {
		p := C.CString(x)
		fs = append(fs, func() { C.free(unsafe.Pointer(p)) })
		C.call(p)
	}
}

func (c *Ctx) track(s string) *C.char {
	p := C.CString(s)
	c.strs = append(c.strs, p)
	return p
}

func (c *Ctx) free() {
	for _, p := range c.strs {
		C.free(unsafe.Pointer(p))
	}
	c.strs = nil
}

func (c *Ctx) Run(s string) { // want Run:`cgoalloc\[borrowed borrowed\]\[\]\[\]`
	defer c.free()
	C.call(c.track(s))
}

func Swap(a string) {
	p := C.CString(a)
	q := C.CString("b")
	p, q = q, p
	C.free(unsafe.Pointer(p))
	C.free(unsafe.Pointer(q))
}

func Ternary(a string, n int) {
	p := C.CString(a)
	if n > 0 {
		C.free(unsafe.Pointer(p))
		p = nil
	}
	C.free(unsafe.Pointer(p))
}

func BothTests(n int) {
	var p unsafe.Pointer
	if n > 0 {
		p = C.malloc(C.size_t(n))
	}
	C.call((*C.char)(p))
	if n >= 1 {
		C.free(p)
	}
}

func ErrDefer(s string, f func() error) (err error) {
	p := C.CString(s)
	defer func() {
		if p != nil {
			C.free(unsafe.Pointer(p))
		}
	}()
	if err = f(); err != nil {
		return err
	}
	return nil
}

func Borrow(c *C.ctx) string { // want Borrow:`cgoalloc\[borrowed\]\[\]\[\]`
	return C.GoString(C.item_first(c).name)
}

func SendOwn(ch chan *C.char, s string) {
	p := C.CString(s)
	select {
	case ch <- p:
	default:
		C.free(unsafe.Pointer(p))
	}
}
