// Package steps allocates in several steps, one of which may fail.
package steps

/*
#include <stdlib.h>
#include <string.h>

typedef struct part part;
part *part_new(int n);
void part_free(part *p);
int part_check(part *p);

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

func (d *device) Close() {
	C.free(unsafe.Pointer(d.name))
	C.free(unsafe.Pointer(d.path))
	if d.p != nil {
		C.part_free(d.p)
	}
}

func newDevice(name, path string) (*device, error) {
	d := &device{}
	d.name = C.CString(name) // want `C memory of CString is not freed when newDevice returns at steps.go:42`
	d.path = C.CString(path) // want `C memory of CString is not freed when newDevice returns at steps.go:42`
	d.p = C.part_new(1)
	if d.p == nil {
		return nil, errors.New("part")
	}
	return d, nil
}

func literal(name string, n C.int) (*device, error) {
	d := &device{name: C.CString(name)} // want `C memory of CString is not freed when literal returns at steps.go:50`
	if d.p = C.part_new(n); d.p == nil {
		return nil, errors.New("part")
	}
	return d, nil
}

func twoSteps(n C.int) (*device, error) {
	var d device
	d.p = C.part_new(n) // want `C memory of part_new is not freed when twoSteps returns at steps.go:59`
	if C.part_check(d.p) != 0 {
		return nil, errors.New("check")
	}
	d.name = C.CString("two")
	return &d, nil
}

func record(name, path string) error {
	var r C.struct_record
	r.name = C.CString(name) // want `C memory of CString is not freed when record returns at steps.go:70`
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
	d.name = C.CString(name) // want `C memory of CString in lost is lost: the only pointer to it is overwritten at steps.go:138`
	C.strlen(d.name)
	d.name = C.CString("other")
}

func (d *device) twice() {
	C.part_free(d.p)
	if d.name != nil {
		C.part_free(d.p) // want `C memory in d.p is freed twice: the first time at steps.go:142`
	}
}

func (d *device) onceEach(other *device) {
	C.part_free(d.p)
	C.part_free(other.p)
	d.p = C.part_new(1)
	C.part_free(d.p)
	d.p = nil
}
