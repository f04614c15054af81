// Package pair uses a library whose functions come in pairs.
package pair

/*
#include <stdlib.h>

typedef struct doc { int n; } doc;
typedef struct buf { char *data; } buf;

doc *doc_new(void);
void doc_free(doc *);
doc *doc_parent(doc *);
int doc_check(doc *);
int doc_add(doc *, doc *);

void buf_init(buf *);
int buf_grow(buf *, int);
void buf_cleanup(buf *);

doc *node_make(void);
int node_open(int, doc **);
void node_done(doc *);

int set_default(int, doc *);
buf *buf_reading(doc *);
doc *event_create_result(doc *);
doc *event_delete_result(doc *);

doc *tree_get(doc *);
void tree_free(doc *);
*/
import "C"

import "errors"

var errBad = errors.New("bad")

func right() int {
	d := C.doc_new()
	defer C.doc_free(d)
	return int(C.doc_check(d))
}

func never() int {
	d := C.doc_new() // want `C memory of doc_new in never is never freed: pass it to C.doc_free`
	return int(C.doc_check(d))
}

func errorPath() error {
	d := C.doc_new() // want `C memory of doc_new is not freed when errorPath returns at pair.go:52`
	if C.doc_check(d) != 0 {
		return errBad
	}
	C.doc_free(d)
	return nil
}

// The parent has it now.
func given(parent *C.doc) {
	d := C.doc_new()
	C.doc_add(parent, d)
}

func null() int {
	d := C.doc_new()
	if d == nil {
		return 0
	}
	defer C.doc_free(d)
	return 1
}

func lent(d *C.doc) int { return int(C.doc_check(C.doc_parent(d))) }

func initialized() error {
	var b C.buf
	C.buf_init(&b) // want `C memory of buf_init is not freed when initialized returns at pair.go:79`
	if C.buf_grow(&b, 3) != 0 {
		return errBad
	}
	C.buf_cleanup(&b)
	return nil
}

func cleaned() error {
	var b C.buf
	C.buf_init(&b)
	defer C.buf_cleanup(&b)
	if C.buf_grow(&b, 3) != 0 {
		return errBad
	}
	return nil
}

// By the user's settings: node_make=node_done, node_open:1=node_done.
func settings() int {
	d := C.node_make() // want `C memory of node_make in settings is never freed: pass it to C.node_done`
	return int(C.doc_check(d))
}

func settingsOut() error {
	var d *C.doc
	if C.node_open(1, &d) != 0 { // want `C memory of node_open is not freed when settingsOut returns at pair.go:107`
		return errBad // nothing was opened
	}
	if C.doc_check(d) != 0 {
		return errBad
	}
	C.node_done(d)
	return nil
}

func getter(d *C.doc) int { return int(C.doc_check(C.tree_get(d))) }

func tree(d *C.doc) { C.tree_free(d) }

// Each is set, or freed where it cannot be; C keeps those that are set.
func defaults(n int) error {
	for range n {
		d := C.doc_new()
		if C.doc_check(d) != 0 {
			C.doc_free(d)
			return errBad
		}
		C.set_default(1, d)
	}
	return nil
}

// The names are alike, but the second frees nothing.
func results(d *C.doc) bool {
	return C.event_create_result(d) != nil || C.event_delete_result(d) != nil
}

// What is made of the document has it now.
func reading() *C.buf { return C.buf_reading(C.doc_new()) }
