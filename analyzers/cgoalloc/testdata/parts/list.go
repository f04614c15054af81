package parts

/*
#include <stdlib.h>
typedef struct cell { char *name; struct cell *next; } cell;
int visit(cell *c);
typedef struct prog prog;
prog *prog_compile(const char *s, int *code);
void prog_destroy(prog *p);
int prog_run(prog *p);
*/
import "C"
import (
	"errors"
	"unsafe"
)

// A list that is freed as a whole.
func Visit(names []string) int {
	var head *C.cell
	for _, name := range names {
		c := (*C.cell)(C.calloc(1, C.sizeof_cell))
		c.name = C.CString(name)
		c.next = head
		head = c
	}
	defer func() {
		for c := head; c != nil; {
			next := c.next
			C.free(unsafe.Pointer(c.name))
			C.free(unsafe.Pointer(c))
			c = next
		}
	}()
	return int(C.visit(head))
}

// One that somebody else has made.
func FreeCells(c *C.cell) { // want FreeCells:`.*`
	for c != nil {
		next := c.next
		C.free(unsafe.Pointer(c.name))
		C.free(unsafe.Pointer(c))
		c = next
	}
}

// A code is no number of results: there is a program where it is 0.
func Program(s string) (int, error) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	var code C.int
	p := C.prog_compile(cs, &code) // want `C memory of prog_compile is not freed when Program returns`
	if code != 0 {
		return 0, errors.New("compile")
	}
	n := C.prog_run(p)
	if n < 0 {
		return 0, errors.New("run")
	}
	C.prog_destroy(p)
	return int(n), nil
}

func ProgramZero(s string) (int, error) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	var code C.int
	p := C.prog_compile(cs, &code) // want `C memory of prog_compile is not freed when ProgramZero returns`
	if code == 0 {
		n := C.prog_run(p)
		if n < 0 {
			return 0, nil
		}
		C.prog_destroy(p)
		return int(n), nil
	}
	return 0, errors.New("compile")
}

func ProgramFreed(s string) (int, error) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	var code C.int
	p := C.prog_compile(cs, &code)
	if code != 0 {
		return 0, errors.New("compile")
	}
	defer C.prog_destroy(p)
	return int(C.prog_run(p)), nil
}
