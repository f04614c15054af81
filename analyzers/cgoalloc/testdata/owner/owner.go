// Package owner: receivers, error texts, pairs of the package.
package owner

/*
#include <stdlib.h>
typedef struct leveldb_t leveldb_t;
typedef struct leveldb_options_t leveldb_options_t;
typedef struct rocksdb_t rocksdb_t;
typedef struct conf conf;
typedef struct tree tree;
typedef struct bag bag;
typedef struct doc { char *encoding; int n; } doc;
leveldb_options_t *leveldb_options_create(void);
void leveldb_options_destroy(leveldb_options_t*);
void leveldb_options_set_x(leveldb_options_t*, int);
leveldb_t *leveldb_open(const leveldb_options_t*, const char*, char**);
char *leveldb_get(leveldb_t*, const char*, size_t, size_t*, char**);
void leveldb_put(leveldb_t*, const char*, size_t, const char*, size_t, char**);
void leveldb_free(void*);
char *rocksdb_get(rocksdb_t*, const char*, size_t, size_t*, char**);
void rocksdb_delete(rocksdb_t*, const char*, size_t, char**);
conf *conf_new(void);
void conf_destroy(conf*);
void conf_set(conf*, const char *, const char *);
void conf_add(conf*, int);
int conf_apply(conf*);
tree *tree_make(void);
void tree_drop(tree*);
void tree_push(tree*, tree*);
void tree_insert(tree*, int);
char *bag_describe(bag*);
char *bag_name(bag*);
char *bag_dump(bag *b);
*/
import "C"
import (
	"errors"
	"unsafe"
)

type DB struct {
	db *C.leveldb_t
	r  *C.rocksdb_t
}

func Options() {
	o := C.leveldb_options_create() // want `C memory of leveldb_options_create in Options is never freed: pass it to C\.leveldb_options_destroy`
	C.leveldb_options_set_x(o, 1)
}

func OptionsRight() {
	o := C.leveldb_options_create()
	C.leveldb_options_set_x(o, 1)
	C.leveldb_options_destroy(o)
}

func Open(path string) (*DB, error) {
	o := C.leveldb_options_create() // want `C memory of leveldb_options_create is not freed when Open returns`
	C.leveldb_options_set_x(o, 1)
	c := C.CString(path)
	defer C.free(unsafe.Pointer(c))
	var e *C.char
	db := C.leveldb_open(o, c, &e)
	if e != nil {
		defer C.leveldb_free(unsafe.Pointer(e))
		return nil, errors.New(C.GoString(e))
	}
	C.leveldb_options_destroy(o)
	return &DB{db: db}, nil
}

func (d *DB) Get(key string) ([]byte, error) { // want Get:`cgoalloc\[borrowed borrowed\]\[ \]\[\{0 \[0\] kept\}\]`
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	var n C.size_t
	var e *C.char
	v := C.leveldb_get(d.db, k, C.size_t(len(key)), &n, &e) // want `C memory of leveldb_get in Get is never freed: pass it to C\.leveldb_free`
	if e != nil {
		return nil, errors.New(C.GoString(e))
	}
	defer C.leveldb_free(unsafe.Pointer(v))
	return C.GoBytes(unsafe.Pointer(v), C.int(n)), nil
}

func (d *DB) GetRight(key string) ([]byte, error) { // want GetRight:`cgoalloc\[borrowed borrowed\]\[ \]\[\{0 \[0\] kept\}\]`
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	var n C.size_t
	var e *C.char
	v := C.leveldb_get(d.db, k, C.size_t(len(key)), &n, &e)
	if e != nil {
		defer C.leveldb_free(unsafe.Pointer(e))
		return nil, errors.New(C.GoString(e))
	}
	defer C.leveldb_free(unsafe.Pointer(v))
	return C.GoBytes(unsafe.Pointer(v), C.int(n)), nil
}

func asErr(e *C.char) error {
	if e == nil {
		return nil
	}
	err := errors.New(C.GoString(e))
	C.leveldb_free(unsafe.Pointer(e))
	return err
}

func (d *DB) Put(key string) error { // want Put:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	var e *C.char
	C.leveldb_put(d.db, k, 1, k, 1, &e)
	return asErr(e)
}

func (d *DB) PutBad(key string) error { // want PutBad:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[0\] kept\}\]`
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	var e *C.char
	C.leveldb_put(d.db, k, 1, k, 1, &e) // want `C memory of leveldb_put in PutBad is never freed: pass it to C\.leveldb_free`
	if e != nil {
		return errors.New(C.GoString(e))
	}
	return nil
}

func (d *DB) Del(key string) error { // want Del:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[1\] ended\}\]`
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	var e *C.char
	C.rocksdb_delete(d.r, k, 1, &e) // want `C memory of rocksdb_delete in Del is never freed: pass it to C\.rocksdb_free`
	if e == nil {
		return nil
	}
	return errors.New(C.GoString(e))
}

func (d *DB) RGet(key string) string { // want RGet:`cgoalloc\[borrowed borrowed\]\[\]\[\{0 \[1\] kept\}\]`
	k := C.CString(key)
	defer C.free(unsafe.Pointer(k))
	var e *C.char
	var n C.size_t
	v := C.rocksdb_get(d.r, k, 1, &n, &e) // want `C memory of rocksdb_get in RGet is never freed: pass it to C\.rocksdb_free`
	if e != nil {
		C.free(unsafe.Pointer(e))
		return ""
	}
	return C.GoStringN(v, C.int(n))
}

func Conf() C.int {
	c := C.conf_new() // want `C memory of conf_new in Conf is never freed: pass it to C\.conf_destroy`
	C.conf_add(c, 1)
	return C.conf_apply(c)
}

func ConfRight() C.int {
	c := C.conf_new()
	defer C.conf_destroy(c)
	C.conf_add(c, 1)
	return C.conf_apply(c)
}

func Tree() {
	root := C.tree_make()
	leaf := C.tree_make()
	C.tree_push(root, leaf)
	C.tree_drop(root)
}

func TreeBad() {
	root := C.tree_make() // want `C memory of tree_make in TreeBad is never freed: pass it to C\.tree_drop`
	leaf := C.tree_make()
	C.tree_push(root, leaf)
	C.tree_insert(root, 1)
}

func Describe(b *C.bag) string { // want Describe:`cgoalloc\[borrowed\]\[\]\[\]`
	return C.GoString(C.bag_describe(b)) // want `C memory of bag_describe in Describe is never freed: .* declared without const`
}

func Describe2(b *C.bag) string { // want Describe2:`cgoalloc\[borrowed\]\[\]\[\]`
	s := C.bag_describe(b)
	defer C.free(unsafe.Pointer(s))
	return C.GoString(s)
}

func Name(b *C.bag) string { return C.GoString(C.bag_name(b)) } // want Name:`cgoalloc\[borrowed\]\[\]\[\]`

type handle interface{ Pointer() uintptr }

func docOf(h handle) (*C.doc, error) {
	if p := h.Pointer(); p != 0 {
		return (*C.doc)(unsafe.Pointer(p)), nil
	}
	return nil, errors.New("no document")
}

// SetEncoding gives the text to C's document, which the wrapper of the free has captured.
func SetEncoding(h handle, e string) {
	d, err := docOf(h)
	if err != nil {
		return
	}
	if d.encoding != nil {
		C.free(unsafe.Pointer(d.encoding))
	}
	d.encoding = C.CString(e)
}

// SetOf gives it to what a map holds.
func SetOf(docs map[string]*C.doc, e string) {
	d := docs[e]
	func() { C.free(unsafe.Pointer(d.encoding)) }()
	d.encoding = C.CString(e)
}

// setEither gives it to one of two.
func setEither(a, b *C.doc, e string, first bool) {
	d := b
	if first {
		d = a
	}
	C.free(unsafe.Pointer(d.encoding))
	d.encoding = C.CString(e)
}

// SetOwn sets a document of its own, which nobody sees again.
func SetOwn(e string) int {
	var d C.doc
	d.encoding = C.CString(e) // want `C memory of CString in SetOwn is never freed`
	return len(e) + int(d.n)
}

// setAll gives C a text for each document of an array of its own.
func setAll(docs *C.doc, n int, e string) {
	for i := range n {
		d := (*C.doc)(unsafe.Pointer(uintptr(unsafe.Pointer(docs)) + unsafe.Sizeof(*docs)*uintptr(i)))
		if d.n > 0 {
			d.encoding = C.CString(e)
		}
	}
}

// setList gives C a text for each document of a list.
func setList(next func(*C.doc) *C.doc, d *C.doc, e string) {
	for ; d != nil; d = next(d) {
		d.encoding = C.CString(e)
	}
}

// SetEach loses the text of each round.
func SetEach(n int, e string) {
	for range n {
		var d C.doc
		d.encoding = C.CString(e) // want `C memory of CString in SetEach is (not freed in each round|never freed|lost)`
		d.n = 1
	}
}
