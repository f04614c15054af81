// Package receiver has C objects whose functions are called on them, and texts.
package receiver

/*
#include <stdlib.h>

typedef struct query query;
query *query_create(const char *text);
void query_destroy(query *q);
void query_set_sort(query *q, int how);
void query_add_tag(query *q, const char *tag);
void query_put(query *q, int n);
void query_adopt(query *q);
int query_count(query *q);

typedef struct queue queue;
void queue_add(queue *l, query *q);
void queue_insert(queue *l, int at, query *q);
void register_query(query *q);

typedef struct store store;
store *store_open(const char *path, char **err);
void store_close(store *s);
char *store_get(store *s, const char *key, size_t n, size_t *len, char **err);
void store_free_text(char *text);
char *store_property(store *s, const char *name);
char *store_name(store *s);
const char *store_version(store *s);
void store_write(store *s, const char *key, char **err);
void store_touch(store *s, char **err);
int store_parse(store *s, const char *text, const char **rest);
char *editor_get_text(store *s);
char *editor_get_title(store *s);

typedef struct leveldb_t leveldb_t;
char *leveldb_get(leveldb_t *db, void *options, const char *key, size_t n, size_t *len, char **err);
void leveldb_put(leveldb_t *db, void *options, const char *key, size_t n, const char *val, size_t m, char **err);
void leveldb_free(void *p);
*/
import "C"

import (
	"errors"
	"unsafe"
)

func set(text *C.char) int {
	q := C.query_create(text) // want `C memory of query_create in set is never freed: pass it to C.query_destroy`
	C.query_set_sort(q, 1)
	return int(C.query_count(q))
}

func add(text, tag *C.char) int {
	q := C.query_create(text) // want `C memory of query_create in add is never freed: pass it to C.query_destroy`
	C.query_add_tag(q, tag)
	return int(C.query_count(q))
}

func put(text *C.char) error {
	q := C.query_create(text) // want `C memory of query_create is not freed when put returns at receiver.go:63`
	C.query_put(q, 3)
	if C.query_count(q) == 0 {
		return errors.New("empty")
	}
	C.query_destroy(q)
	return nil
}

// They keep the query.
func queued(l *C.queue, text *C.char)   { C.queue_add(l, C.query_create(text)) }
func inserted(l *C.queue, text *C.char) { C.queue_insert(l, 0, C.query_create(text)) }
func adopted(text *C.char)              { C.query_adopt(C.query_create(text)) }
func registered(text *C.char)           { C.register_query(C.query_create(text)) }

func right(text *C.char) int {
	q := C.query_create(text)
	defer C.query_destroy(q)
	C.query_set_sort(q, 1)
	return int(C.query_count(q))
}

// The text of an error is there if it is not nil.
func open(path *C.char) (*C.store, error) {
	var e *C.char
	s := C.store_open(path, &e) // want `C memory of store_open in open is never freed: pass it to C.free, as the text is declared without const`
	if e != nil {
		return nil, errors.New(C.GoString(e))
	}
	return s, nil
}

func write(s *C.store, key *C.char) error {
	var e *C.char
	C.store_write(s, key, &e) // want `C memory of store_write in write is never freed`
	if e != nil {
		return errors.New(C.GoString(e))
	}
	return nil
}

func touch(s *C.store) (err error) {
	var e *C.char
	if C.store_touch(s, &e); e != nil { // want `C memory of store_touch in touch is never freed`
		err = errors.New(C.GoString(e))
	}
	return err
}

func property(s *C.store, name *C.char) string {
	return C.GoString(C.store_property(s, name)) // want `C memory of store_property in property is never freed`
}

// These belong to the store, by const or by name.
func version(s *C.store) string { return C.GoString(C.store_version(s)) }
func name(s *C.store) string    { return C.GoString(C.store_name(s)) }

func parse(s *C.store, text *C.char) string {
	var rest *C.char
	C.store_parse(s, text, &rest)
	return C.GoString(rest)
}

func failed(e *C.char) error {
	err := errors.New(C.GoString(e))
	C.free(unsafe.Pointer(e))
	return err
}

func openRight(path *C.char) (*C.store, error) {
	var e *C.char
	s := C.store_open(path, &e)
	if e != nil {
		return nil, failed(e)
	}
	return s, nil
}

func value(s *C.store, key []byte) ([]byte, error) {
	var e *C.char
	var n C.size_t
	v := C.store_get(s, (*C.char)(unsafe.Pointer(&key[0])), C.size_t(len(key)), &n, &e)
	if e != nil {
		defer C.free(unsafe.Pointer(e))
		return nil, errors.New(C.GoString(e))
	}
	defer C.store_free_text(v)
	return C.GoBytes(unsafe.Pointer(v), C.int(n)), nil
}

func levelGet(db *C.leveldb_t, key []byte) ([]byte, error) {
	var e *C.char
	var n C.size_t
	v := C.leveldb_get(db, nil, (*C.char)(unsafe.Pointer(&key[0])), C.size_t(len(key)), &n, &e)
	if e != nil {
		text := C.GoString(e)
		C.leveldb_free(unsafe.Pointer(e))
		return nil, errors.New(text)
	}
	if v == nil {
		return nil, nil
	}
	defer C.leveldb_free(unsafe.Pointer(v))
	return C.GoBytes(unsafe.Pointer(v), C.int(n)), nil
}

func levelPut(db *C.leveldb_t, key, val *C.char) error {
	var e *C.char
	C.leveldb_put(db, nil, key, 1, val, 1, &e) // want `C memory of leveldb_put in levelPut is never freed: pass it to C.leveldb_free`
	if e != nil {
		return errors.New(C.GoString(e))
	}
	return nil
}

// What the package frees beats a word in a name.
func text(s *C.store) string {
	t := C.editor_get_text(s)
	defer C.store_free_text(t)
	return C.GoString(t)
}

func textLeak(s *C.store) string {
	return C.GoString(C.editor_get_text(s)) // want `C memory of editor_get_text in textLeak is never freed: it is only an argument of the call`
}

func title(s *C.store) string { return C.GoString(C.editor_get_title(s)) }
