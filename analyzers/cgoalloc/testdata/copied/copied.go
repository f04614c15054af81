// Package copied has structs of Go's, by value, with C memory in them.
package copied

/*
#include <stdlib.h>
#include <stdio.h>
typedef struct pool pool;
pool *pool_open(const char *name);
void pool_close(pool *p);
int pool_put(pool *p, int n);
*/
import "C"
import (
	"errors"
	"unsafe"
)

// A Pool is copied, as slices are.
type Pool struct {
	h *C.pool
	n int
}

func Open(name string) (p Pool, err error) { // want Open:`cgoalloc\[borrowed\]\[\[0\]=pool_open \]\[\]`
	c := C.CString(name)
	defer C.free(unsafe.Pointer(c))
	p.h = C.pool_open(c)
	if p.h == nil {
		err = errors.New("open")
	}
	return
}

func (p *Pool) Close() { // want Close:`cgoalloc\[borrowed\]\[\]\[{0 \[0\] ended}\]`
	if p.h != nil {
		C.pool_close(p.h)
		p.h = nil
	}
}

func putAndClose(p Pool, n int) error {
	defer p.Close()
	if C.pool_put(p.h, C.int(n)) != 0 {
		return errors.New("put")
	}
	return nil
}

// The copy is closed, and the original.
func closesBoth(name string) error {
	p, err := Open(name)
	if err != nil {
		return err
	}
	err = putAndClose(p, 1)
	p.Close() // want "C memory of Open is freed twice"
	return err
}

func assigned(name string) error {
	p, err := Open(name)
	if err != nil {
		return err
	}
	q := p
	q.Close()
	p.Close() // want "C memory of Open is freed twice"
	return nil
}

type holder struct{ Pool }

func embedded(name string) error {
	p, err := Open(name)
	if err != nil {
		return err
	}
	h := holder{p}
	p.Close()
	h.Close() // want "C memory of Open is freed twice"
	return nil
}

// One is closed twice: it knows that.
func closesAgain(name string) error {
	p, err := Open(name)
	if err != nil {
		return err
	}
	defer p.Close()
	p.n++
	p.Close()
	return nil
}

// One path forgets it.
func forgets(name string, n int) error {
	p, err := Open(name) // want "the copied.Pool that Open returns has C memory, which is not freed when forgets returns"
	if err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	return putAndClose(p, n)
}

// It is handed on.
func first(names []string) (Pool, error) {
	for _, name := range names {
		if p, err := Open(name); err == nil {
			return p, nil
		}
	}
	return Pool{}, errors.New("none")
}

var pools = map[string]Pool{}

func register(name string) error {
	p, err := Open(name)
	if err != nil {
		return err
	}
	if _, ok := pools[name]; ok {
		p.Close()
		return nil
	}
	pools[name] = p
	return nil
}

type log struct {
	last unsafe.Pointer
	prev *C.char
}

func (l *log) reset() { C.free(l.last) }

// A method frees what the field has.
func (l *log) add(s string) {
	m := C.CString(s)
	l.last = unsafe.Pointer(m)
	l.reset()
	C.puts(m) // want "C memory of CString is used here after it was freed"
	l.last = nil
}

func (l *log) drop() {
	C.free(unsafe.Pointer(l.prev))
	l.prev = nil
}

func (l *log) swap(s string) {
	c := C.CString(s)
	l.prev = c
	l.drop()
	C.free(unsafe.Pointer(c)) // want "C memory of CString is freed twice"
}

func clearLog(l *log) { l.drop() }

func (l *log) again(s string) {
	l.prev = C.CString(s)
	text := l.prev
	clearLog(l)
	C.puts(text) // want "C memory of CString is used here after it was freed"
}

// It is set anew.
func (l *log) set(s string) {
	l.drop()
	l.prev = C.CString(s)
	C.puts(l.prev)
}
