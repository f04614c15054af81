// Package steps allocates in several steps, one of which may fail.
package steps

/*
#include <stdlib.h>
#include <string.h>

typedef struct part part;
part *part_new(int n);
void part_free(part *p);
int part_check(part *p);

int names_list(part *p, char ***out, int *n);
void names_free(char **list, int n);
int part_open(int n, part **out);
void part_close(part *p);
int peek_open(int n, part **out);

struct record { char *name; char *path; part *p; };
int record_store(struct record *r);
*/
import "C"

import (
	"errors"
	"unsafe"
)

type device struct {
	name, path *C.char
	p          *C.part
}

func (d *device) Close() { // want Close:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] freed\} \{0 \[1\] freed\} \{0 \[2\] freed\}\]`
	C.free(unsafe.Pointer(d.name))
	C.free(unsafe.Pointer(d.path))
	if d.p != nil {
		C.part_free(d.p)
	}
}

func newDevice(name, path string) (*device, error) {
	d := &device{}
	d.name = C.CString(name) // want `C memory of CString is not freed when newDevice returns at steps.go:48`
	d.path = C.CString(path) // want `C memory of CString is not freed when newDevice returns at steps.go:48`
	d.p = C.part_new(1)
	if d.p == nil {
		return nil, errors.New("part")
	}
	return d, nil
}

func literal(name string, n C.int) (*device, error) {
	d := &device{name: C.CString(name)} // want `C memory of CString is not freed when literal returns at steps.go:56`
	if d.p = C.part_new(n); d.p == nil {
		return nil, errors.New("part")
	}
	return d, nil
}

func twoSteps(n C.int) (*device, error) {
	var d device
	d.p = C.part_new(n) // want `C memory of part_new is not freed when twoSteps returns at steps.go:65`
	if C.part_check(d.p) != 0 {
		return nil, errors.New("check")
	}
	d.name = C.CString("two")
	return &d, nil
}

func record(name, path string) error {
	var r C.struct_record
	r.name = C.CString(name) // want `C memory of CString is not freed when record returns at steps.go:76`
	r.p = C.part_new(1)
	if r.p == nil {
		return errors.New("part")
	}
	defer C.part_free(r.p)
	defer C.free(unsafe.Pointer(r.name))
	C.record_store(&r)
	return nil
}

// It cleans up, each in its way.
func closes(name string) (*device, error) {
	d := &device{}
	d.name = C.CString(name)
	if d.p = C.part_new(1); d.p == nil {
		d.Close()
		return nil, errors.New("part")
	}
	return d, nil
}

func frees(name string) (*device, error) {
	d := &device{name: C.CString(name)}
	if d.p = C.part_new(1); d.p == nil {
		C.free(unsafe.Pointer(d.name))
		return nil, errors.New("part")
	}
	return d, nil
}

func defers(name string) (d *device, err error) {
	d = &device{name: C.CString(name)}
	defer func() {
		if err != nil {
			d.Close()
		}
	}()
	if d.p = C.part_new(1); d.p == nil {
		return nil2(d), errors.New("part")
	}
	return d, nil
}

func nil2(d *device) *device { return d }

// Somebody else has it by then.
var devices []*device

func registered(name string) error {
	d := &device{}
	devices = append(devices, d)
	d.name = C.CString(name)
	if C.strlen(d.name) == 0 {
		return errors.New("empty")
	}
	return nil
}

func (d *device) rename(name string) error {
	C.free(unsafe.Pointer(d.name))
	d.name = C.CString(name)
	if C.strlen(d.name) == 0 {
		return errors.New("empty")
	}
	return nil
}

func lost(d *device, name string) {
	d.name = C.CString(name) // want `C memory of CString in lost is lost: the only pointer to it is overwritten at steps.go:144`
	C.strlen(d.name)
	d.name = C.CString("other")
}

func (d *device) twice() {
	C.part_free(d.p)
	if d.name != nil {
		C.part_free(d.p) // want `C memory in d.p is freed twice: the first time at steps.go:148`
	}
}

func (d *device) onceEach(other *device) {
	C.part_free(d.p)
	C.part_free(other.p)
	d.p = C.part_new(1)
	C.part_free(d.p)
	d.p = nil
}

// What a library returns through arguments, as the package itself frees it.
func names(p *C.part) []string {
	var list **C.char
	var n C.int
	if C.names_list(p, &list, &n) != 0 {
		return nil
	}
	defer C.names_free(list, n)
	var out []string
	for _, s := range unsafe.Slice(list, n) {
		out = append(out, C.GoString(s))
	}
	return out
}

func namesLeak(p *C.part) []string {
	var list **C.char
	var n C.int
	if C.names_list(p, &list, &n) != 0 { // want `C memory of names_list in namesLeak is never freed: pass it to C.names_free`
		return nil
	}
	var out []string
	for _, s := range unsafe.Slice(list, n) {
		out = append(out, C.GoString(s))
	}
	return out
}

func opened(n C.int) error {
	var p *C.part
	if C.part_open(n, &p) != 0 { // want `C memory of part_open is not freed when opened returns at steps.go:\d+: pass it to C.part_close there`
		return errors.New("open")
	}
	if C.part_check(p) != 0 {
		return errors.New("check")
	}
	C.part_close(p)
	return nil
}

func openedRight(n C.int) error {
	var p *C.part
	if rc := C.part_open(n, &p); rc != 0 {
		return errors.New("open")
	}
	defer C.part_close(p)
	if C.part_check(p) != 0 {
		return errors.New("check")
	}
	return nil
}

// Nobody frees what this one returns.
func peeked(n C.int) int {
	var p *C.part
	C.peek_open(n, &p)
	return int(C.part_check(p))
}
