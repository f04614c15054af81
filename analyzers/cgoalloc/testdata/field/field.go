// Package field keeps C memory in structs.
package field

/*
#include <stdlib.h>
#include <string.h>

struct opts { char *name; };
static int use(const char *s) { return (int)strlen(s); }
static int apply(struct opts *o) { return o->name != 0; }
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// Leaky has a Close that forgets one of its two fields.
type Leaky struct {
	name, path *C.char
}

func NewLeaky(name, path string) *Leaky { // want NewLeaky:`cgoalloc\[borrowed borrowed\]\[\[0\]=CString\[1\]=CString\]\[\]`
	return &Leaky{
		name: C.CString(name),
		path: C.CString(path), // want `C memory of CString is kept in field path of Leaky, and nothing frees it: pass it to C.free in Close`
	}
}

func (l *Leaky) Len() int { return int(C.use(l.name) + C.use(l.path)) } // want Len:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] kept\} \{0 \[1\] kept\}\]`

func (l *Leaky) Close() { C.free(unsafe.Pointer(l.name)) } // want Close:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] freed\}\]`

// Closed frees what it has, in a helper.
type Closed struct{ name *C.char }

func NewClosed(name string) *Closed { // want NewClosed:`cgoalloc\[borrowed\]\[\[0\]=CString\]\[\]`
	c := new(Closed)
	c.name = C.CString(name)
	return c
}

func (c *Closed) Close() { c.reset() } // want Close:`cgoalloc\[borrowed\]\[\]\[\]`

func (c *Closed) reset() {
	if c.name != nil {
		C.free(unsafe.Pointer(c.name))
		c.name = nil
	}
}

// Final has a finalizer.
type Final struct{ name *C.char }

func NewFinal(name string) *Final {
	f := &Final{C.CString(name)}
	runtime.SetFinalizer(f, func(f *Final) { C.free(unsafe.Pointer(f.name)) })
	return f
}

// Close only forgets the object: the finalizer frees.
func (f *Final) Close() { runtime.KeepAlive(f) } // want Close:`cgoalloc\[kept\]\[\]\[\]`

// Cleaned has a cleanup, which gets the pointer.
type Cleaned struct{ name *C.char }

func NewCleaned(name string) *Cleaned {
	c := &Cleaned{C.CString(name)}
	runtime.AddCleanup(c, func(p *C.char) { C.free(unsafe.Pointer(p)) }, c.name)
	return c
}

func (c *Cleaned) Close() {} // want Close:`cgoalloc\[borrowed\]\[\]\[\]`

// Given hands the memory out.
type Given struct{ name *C.char }

func NewGiven(name string) *Given { return &Given{C.CString(name)} } // want NewGiven:`cgoalloc\[borrowed\]\[\[0\]=CString\]\[\]`

func (g *Given) Name() *C.char { return g.name } // want Name:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] kept\}\]`

func (g *Given) Close() {} // want Close:`cgoalloc\[borrowed\]\[\]\[\]`

// Registry lives as long as the process.
type Registry struct{ name *C.char }

var registry = &Registry{name: C.CString("registry")}

func (r *Registry) use() int { return int(C.use(r.name)) }

// options fills and frees a struct of C's.
func options(name string) int {
	var o C.struct_opts
	fill(&o, name)
	defer drop(&o)
	return int(C.apply(&o))
}

func fill(o *C.struct_opts, name string) { o.name = C.CString(name) }

func drop(o *C.struct_opts) { C.free(unsafe.Pointer(o.name)) }

// Deferred frees its field in a deferred call.
type Deferred struct{ name *C.char }

func (d *Deferred) Set(name string) { d.name = C.CString(name) } // want Set:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`

func (d *Deferred) Close() { // want Close:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] freed\}\]`
	defer C.free(unsafe.Pointer(d.name))
	C.use(d.name)
}
