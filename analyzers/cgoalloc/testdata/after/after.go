// Package after reads fields of structs of C's after they were freed.
package after

/*
#include <stdlib.h>
typedef struct rec { int id; struct rec *next; char *name; } rec;
rec *rec_read(int fd);
void rec_free(rec *r);
*/
import "C"

func Read(fd int) (int, string) {
	r := C.rec_read(C.int(fd))
	name := C.GoString(r.name)
	C.rec_free(r)
	return int(r.id), name // want `C memory of rec_read is used here after it was freed at`
}

func Write(fd int) {
	r := C.rec_read(C.int(fd))
	C.rec_free(r)
	r.id = 1 // want `C memory of rec_read is used here after it was freed at`
}

type row struct{ r *C.rec }

func (x *row) free() { C.rec_free(x.r) }

func Field(fd int) int {
	x := &row{C.rec_read(C.int(fd))}
	x.free()
	return int(x.r.id) // want `C memory of rec_read is used here after it was freed at`
}

func Branch(fd int) int {
	r := C.rec_read(C.int(fd))
	if r.id < 0 {
		C.rec_free(r)
	}
	n := int(r.id) // want `C memory of rec_read is used here after it was freed at`
	if n >= 0 {
		C.rec_free(r)
	}
	return n
}

func Before(fd int) (int, string) {
	r := C.rec_read(C.int(fd))
	name, id := C.GoString(r.name), int(r.id)
	C.rec_free(r)
	return id, name
}

func Deferred(fd int) int {
	r := C.rec_read(C.int(fd))
	defer C.rec_free(r)
	return int(r.id)
}

func Loop(fd, n int) (sum int) {
	for range n {
		r := C.rec_read(C.int(fd))
		sum += int(r.id)
		C.rec_free(r)
	}
	return sum
}

func Next(fd int) (sum int) {
	for r := C.rec_read(C.int(fd)); r != nil; {
		next := r.next
		sum += int(r.id)
		C.rec_free(r)
		r = next
	}
	return sum
}

func Other(fd int) int {
	r := C.rec_read(C.int(fd))
	C.rec_free(r)
	r = C.rec_read(C.int(fd))
	n := int(r.id)
	C.rec_free(r)
	return n
}
