// Package construct: constructors, arrays, out-parameters, wrappers.
package construct

/*
#include <stdlib.h>
typedef struct ctx ctx;
typedef struct key key;
typedef struct spec { char *a; char *b; char *c; } spec;
ctx *ctx_new(void);
void ctx_free(ctx *c);
int ctx_start(ctx *c, const char *s);
key *key_new(void);
void key_free(key *k);
int list_names(char ***out, int *n);
void use(spec *s);
char **names(int *n);
int load(key **k);
int keys(key **list, int n);
*/
import "C"
import (
	"errors"
	"fmt"
	"unsafe"
)

type Conn struct {
	c *C.ctx
	k *C.key
}

func NewConn(name string) (*Conn, error) { // want NewConn:`cgoalloc\[borrowed\]\[\[0\]=ctx_new\[1\]=key_new \]\[\]`
	c := &Conn{}
	c.c = C.ctx_new() // want `C memory of ctx_new is not freed when NewConn returns`
	if c.c == nil {
		return nil, errors.New("ctx")
	}
	c.k = C.key_new()
	if c.k == nil {
		return nil, errors.New("key")
	}
	return c, nil
}

func NewConn2(name string) (*Conn, error) { // want NewConn2:`cgoalloc\[borrowed\]\[\[0\]=ctx_new\[1\]=key_new \]\[\]`
	c := C.ctx_new()
	if c == nil {
		return nil, errors.New("ctx")
	}
	k := C.key_new()
	if k == nil {
		C.ctx_free(c)
		return nil, errors.New("key")
	}
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	if rc := C.ctx_start(c, s); rc != 0 {
		C.ctx_free(c)
		C.key_free(k)
		return nil, fmt.Errorf("start: %d", rc)
	}
	return &Conn{c, k}, nil
}

func NewConn3(name string) (*Conn, error) { // want NewConn3:`cgoalloc\[borrowed\]\[\[0\]=ctx_new\[1\]=key_new \]\[\]`
	c := C.ctx_new()
	if c == nil {
		return nil, errors.New("ctx")
	}
	k := C.key_new() // want `C memory of key_new is not freed when NewConn3 returns`
	if k == nil {
		C.ctx_free(c)
		return nil, errors.New("key")
	}
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	if rc := C.ctx_start(c, s); rc != 0 {
		C.ctx_free(c)
		return nil, fmt.Errorf("start: %d", rc)
	}
	return &Conn{c, k}, nil
}

func (c *Conn) Close() { // want Close:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] freed\} \{0 \[1\] freed\}\]`
	C.ctx_free(c.c)
	C.key_free(c.k)
}

func NewConn4(name string) (conn *Conn, err error) {
	conn = &Conn{c: C.ctx_new()}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	conn.k = C.key_new()
	if conn.k == nil {
		return conn, errors.New("key")
	}
	return conn, nil
}

func dial() (*Conn, error) {
	c := &Conn{c: C.ctx_new(), k: C.key_new()}
	return c, nil
}

// The wrapper is dropped where another path closes it.
func Wrapper(n int) error {
	c, err := dial() // want `the construct\.Conn that dial returns has C memory, which is not freed when Wrapper returns`
	if err != nil {
		return err
	}
	if n > 3 {
		return errors.New("many")
	}
	c.Close()
	return nil
}

func WrapperRight(n int) error {
	c, err := dial()
	if err != nil {
		return err
	}
	defer c.Close()
	if n > 3 {
		return errors.New("many")
	}
	return nil
}

func WrapperTwice() {
	c, err := dial()
	if err != nil {
		return
	}
	defer c.Close() // want `in Close, C memory of dial is freed twice: the first time`
	c.Close()
}

func WrapperNew(n int) {
	c := New() // want `the construct\.Conn that New returns has C memory, which is not freed when WrapperNew returns`
	if n > 1 {
		return
	}
	c.Close()
}

func New() *Conn { return &Conn{c: C.ctx_new()} } // want New:`cgoalloc\[\]\[\[0\]=ctx_new\]\[\]`

func WrapperKept(m map[int]*Conn) {
	m[1] = New()
}

func Names() []string {
	var n C.int
	p := C.names(&n)
	defer C.free(unsafe.Pointer(p))
	var out []string
	for _, s := range unsafe.Slice(p, n) {
		out = append(out, C.GoString(s))
		C.free(unsafe.Pointer(s))
	}
	return out
}

func NamesBad() []string {
	var n C.int
	p := C.names(&n) // want `C memory of names in NamesBad is never freed: pass it to C\.free`
	var out []string
	for _, s := range unsafe.Slice(p, n) {
		out = append(out, C.GoString(s))
		C.free(unsafe.Pointer(s))
	}
	return out
}

func Listed() []string {
	var n C.int
	var p **C.char
	if C.list_names(&p, &n) != 0 {
		return nil
	}
	defer C.free(unsafe.Pointer(p))
	var out []string
	for _, s := range unsafe.Slice(p, n) {
		out = append(out, C.GoString(s))
	}
	return out
}

func ListedBad() []string {
	var n C.int
	var p **C.char
	if C.list_names(&p, &n) != 0 { // want `C memory of list_names in ListedBad is never freed: pass it to C\.free`
		return nil
	}
	var out []string
	for _, s := range unsafe.Slice(p, n) {
		out = append(out, C.GoString(s))
	}
	return out
}

func Spec(a, b, c string, check func(string) error) (*C.spec, error) { // want Spec:`cgoalloc\[borrowed borrowed borrowed borrowed\]\[malloc \]\[\]`
	s := (*C.spec)(C.malloc(C.sizeof_spec)) // want `C memory of malloc is not freed when Spec returns`
	s.a = C.CString(a)
	if err := check(b); err != nil {
		return nil, err
	}
	s.b = C.CString(b)
	return s, nil
}

func SpecRight(a, b string, check func(string) error) (*C.spec, error) { // want SpecRight:`cgoalloc\[borrowed borrowed borrowed\]\[malloc \]\[\]`
	s := (*C.spec)(C.malloc(C.sizeof_spec))
	s.a = C.CString(a)
	if err := check(b); err != nil {
		C.free(unsafe.Pointer(s.a))
		C.free(unsafe.Pointer(s))
		return nil, err
	}
	s.b = C.CString(b)
	return s, nil
}

func Load() error {
	var k *C.key
	if C.load(&k) != 0 {
		return errors.New("load")
	}
	defer C.key_free(k)
	return nil
}

func LoadBad(f func() error) error {
	var k *C.key
	if C.load(&k) != 0 { // want `C memory of load is not freed when LoadBad returns`
		return errors.New("load")
	}
	if err := f(); err != nil {
		return err
	}
	C.key_free(k)
	return nil
}

type Set struct{ list []*C.char }

func (s *Set) Add(x string) { s.list = append(s.list, C.CString(x)) } // want Add:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`
func (s *Set) Free() {
	for _, p := range s.list {
		C.free(unsafe.Pointer(p))
	}
}

func UseSet(xs []string) {
	var s Set
	defer s.Free()
	for _, x := range xs {
		s.Add(x)
	}
}

// Its closer has a path of its own: who calls that has done his part.
func (c *Conn) closeIf(n int) error {
	if n > 0 {
		return errors.New("busy")
	}
	c.Close()
	return nil
}

func closing(n int) {
	c := New()
	if err := c.closeIf(n); err != nil {
		return
	}
}

func closingDeferred(n int) {
	c := New()
	defer func() { _ = c.closeIf(n) }()
	if n > 3 {
		return
	}
}

// A deferred literal closes where an error is returned.
type device struct {
	conn *C.ctx
	name *C.char
}

func (d *device) shut() {
	if d.conn != nil {
		C.ctx_free(d.conn)
	}
	C.free(unsafe.Pointer(d.name))
}

func openDevice(name string) (_ *device, err error) {
	d := &device{name: C.CString(name)}
	defer func() {
		if err != nil {
			d.shut()
		}
	}()
	if d.conn = C.ctx_new(); d.conn == nil {
		return nil, errors.New("open")
	}
	return d, nil
}

type failure struct{ name string }

func (f *failure) Error() string { return f.name }

func openOther(name string) (_ *device, err error) {
	d := &device{name: C.CString(name)}
	defer func() {
		if err != nil {
			d.shut()
		}
	}()
	if d.conn = C.ctx_new(); d.conn == nil {
		return nil, &failure{name}
	}
	return d, nil
}

// There is a way out without an error, and without the device.
func openQuietly(name string) (_ *device, err error) {
	d := &device{name: C.CString(name)} // want `C memory of CString is not freed when openQuietly returns at construct.go:\d+`
	defer func() {
		if err != nil {
			d.shut()
		}
	}()
	if d.conn = C.ctx_new(); d.conn == nil {
		return nil, nil
	}
	return d, nil
}
