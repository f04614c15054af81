// Package outlive frees memory that somebody still has a pointer to.
package outlive

/*
#include <stdlib.h>
#include <string.h>

struct point { int x, y; };
struct shape { struct point *points; int n; };

static void draw(struct shape *s, int n) { (void)s; (void)n; }
static int use(const char *s) { return (int)strlen(s); }
static void show(char **s, int n) { (void)s; (void)n; }
*/
import "C"

import (
	"errors"
	"sync"
	"unsafe"
)

func bytes(b []byte) unsafe.Pointer {
	p := C.CBytes(b)
	defer C.free(p) // want `C memory of CBytes is freed here, but is returned when bytes returns: the caller has a pointer to freed memory`
	return p
}

func second(s string) (int, *C.char) {
	cs := C.CString(s)
	n := int(C.use(cs))
	C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but is returned when second returns`
	return n, cs
}

func named(s string) (cs *C.char) {
	cs = C.CString(s)
	defer func() { C.free(unsafe.Pointer(cs)) }() // want `C memory of CString is freed here, but is returned when named returns`
	return cs
}

func square() C.struct_shape {
	p := (*C.struct_point)(C.malloc(4 * C.sizeof_struct_point))
	defer C.free(unsafe.Pointer(p)) // want `C memory of malloc is freed here, but is returned when square returns`
	var s C.struct_shape
	s.points, s.n = p, 4
	return s
}

type label struct {
	text *C.char
	at   struct{ tip *C.char }
}

func newLabel(s string) *label {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but is returned when newLabel returns`
	return &label{text: cs}
}

func (l *label) setTip(s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but stays in l.at.tip when setTip returns: l.at.tip has a pointer to freed memory`
	l.at.tip = cs
}

var current *C.char

func setCurrent(s string) {
	cs := C.CString(s)
	current = cs
	C.use(cs)
	C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but stays in current when setCurrent returns`
}

func getter(s string) func() int {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but is returned when getter returns`
	return func() int { return int(C.use(cs)) }
}

func all(list []string) {
	texts := make([]*C.char, len(list))
	set := func(i int, s string) {
		cs := C.CString(s)
		defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but stays in texts when all\$1 returns`
		texts[i] = cs
	}
	for i, s := range list {
		set(i, s)
	}
	for i, s := range list {
		func() {
			cs := C.CString(s)
			defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but stays in texts when all\$2 returns`
			texts[i] = cs
		}()
	}
	C.show(&texts[0], C.int(len(texts)))
}

func appended(list []string) {
	var shapes []C.struct_shape
	var texts []*C.char
	for _, s := range list {
		func() {
			cs := C.CString(s)
			defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but stays in texts when appended\$1 returns`
			texts = append(texts, cs)
		}()
	}
	C.draw(&shapes[0], C.int(len(shapes)))
	C.show(&texts[0], C.int(len(texts)))
}

func sent(to chan<- *C.char, s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here while another goroutine, which got it at outlive.go:119, may still use it`
	to <- cs
}

func spawned(s string) {
	cs := C.CString(s)
	go C.use(cs)
	C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here while another goroutine, which got it at outlive.go:124, may still use it`
}

func captured(s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here while another goroutine, which got it at outlive.go:131, may still use it`
	go func() { C.use(cs) }()
}

// The goroutine is waited for.
func waited(s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	done := make(chan bool)
	go func() {
		C.use(cs)
		close(done)
	}()
	<-done
}

func group(s string) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		C.use(cs)
	}()
	wg.Wait()
}

// The goroutine frees.
func given(s string) {
	cs := C.CString(s)
	go func() {
		defer C.free(unsafe.Pointer(cs))
		C.use(cs)
	}()
}

// The shapes live as long as the memory.
func kept(n int) {
	shapes := make([]C.struct_shape, n)
	for i := range shapes {
		p := (*C.struct_point)(C.malloc(4 * C.sizeof_struct_point))
		defer C.free(unsafe.Pointer(p))
		shapes[i] = C.struct_shape{points: p, n: 4}
	}
	C.draw(&shapes[0], C.int(n))
}

func inner(n int) {
	for range n {
		func() {
			p := (*C.struct_point)(C.malloc(4 * C.sizeof_struct_point))
			defer C.free(unsafe.Pointer(p))
			one := C.struct_shape{points: p, n: 4}
			C.draw(&one, 1)
		}()
	}
}

// The pointer is taken out again.
func (l *label) with(s string) int {
	cs := C.CString(s)
	l.text = cs
	defer func() {
		C.free(unsafe.Pointer(cs))
		l.text = nil
	}()
	return int(C.use(l.text))
}

func (l *label) replace(s string) {
	old := l.text
	l.text = C.CString(s)
	C.free(unsafe.Pointer(old))
}

// What is returned is another copy.
func copied(s string) *C.char {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	return C.CString(C.GoString(cs))
}

// The caller looks at the error.
func checked(s string) (*C.char, error) {
	cs := C.CString(s)
	if C.use(cs) == 0 {
		C.free(unsafe.Pointer(cs))
		return cs, errors.New("empty")
	}
	return cs, nil
}

func (l *label) init(s string) error {
	l.text = C.CString(s)
	if C.use(l.text) == 0 {
		C.free(unsafe.Pointer(l.text))
		return errors.New("empty")
	}
	return nil
}

func (l *label) close() { C.free(unsafe.Pointer(l.text)) }

// A local struct ends with the function.
func local(s string) int {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	l := &label{text: cs}
	return l.length()
}

func (l *label) length() int { return int(C.use(l.text)) }

// Go values that share the memory.
func shared(n int) []byte {
	p := C.malloc(C.size_t(n))
	defer C.free(p) // want `C memory of malloc is freed here, but is returned when shared returns`
	return unsafe.Slice((*byte)(p), n)
}

func sharedText(s string) string {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs)) // want `C memory of CString is freed here, but is returned when sharedText returns`
	return unsafe.String((*byte)(unsafe.Pointer(cs)), len(s))
}

func list(a, b string) []*C.char {
	ca, cb := C.CString(a), C.CString(b)
	defer C.free(unsafe.Pointer(ca)) // want `C memory of CString is freed here, but is returned when list returns`
	defer C.use(cb)
	return []*C.char{ca, cb}
}

// These are copies.
func cloned(n int) []byte {
	p := C.malloc(C.size_t(n))
	defer C.free(p)
	return append([]byte(nil), unsafe.Slice((*byte)(p), n)...)
}

func clonedText(s string) string {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	return string(unsafe.Slice((*byte)(unsafe.Pointer(cs)), len(s)))
}

func clonedLeak(n int) []byte {
	p := C.malloc(C.size_t(n)) // want `C memory of malloc in clonedLeak is never freed`
	return append([]byte(nil), unsafe.Slice((*byte)(p), n)...)
}
