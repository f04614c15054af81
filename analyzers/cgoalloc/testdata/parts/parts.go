// Package parts has C memory in the elements of arrays and in the fields of structs of C's.
package parts

/*
#include <stdlib.h>
typedef struct { char *key; char *text; int n; } entry;
int run(char **argv, int n);
int load(entry *e, int n);
int add_entries(entry *e, int n);
int parse(entry *e);
int check(const char *p);
void post(char *p);
void print_note(const char *p);
void fill(char *p, int n);
*/
import "C"
import (
	"errors"
	"unsafe"
)

func vector(n int) (**C.char, []*C.char) {
	p := (**C.char)(C.malloc(C.size_t(n) * C.size_t(unsafe.Sizeof(uintptr(0)))))
	return p, unsafe.Slice(p, n)
}

// The array is freed, what is in it is not.
func Run(args []string) int {
	p := (**C.char)(C.malloc(C.size_t(len(args)) * 8))
	defer C.free(unsafe.Pointer(p))
	list := unsafe.Slice(p, len(args))
	for i, a := range args {
		list[i] = C.CString(a) // want `C memory of CString in Run is never freed`
	}
	return int(C.run(p, C.int(len(args))))
}

func RunArray(args []string) int {
	p := C.malloc(C.size_t(len(args)) * 8)
	list := (*[1 << 20]*C.char)(p)[:len(args):len(args)]
	for i, a := range args {
		list[i] = C.CString(a) // want `C memory of CString in RunArray is never freed`
	}
	n := C.run((**C.char)(p), C.int(len(args)))
	C.free(p)
	return int(n)
}

func RunAndFree(args []string) int {
	p := (**C.char)(C.malloc(C.size_t(len(args)) * 8))
	list := unsafe.Slice(p, len(args))
	for i, a := range args {
		list[i] = C.CString(a)
	}
	n := C.run(p, C.int(len(args)))
	for _, s := range list {
		C.free(unsafe.Pointer(s))
	}
	C.free(unsafe.Pointer(p))
	return int(n)
}

func RunHelped(args []string) int {
	p, list := vector(len(args))
	for i, a := range args {
		list[i] = C.CString(a)
	}
	n := C.run(p, C.int(len(args)))
	for i := range list {
		C.free(unsafe.Pointer(list[i]))
	}
	C.free(unsafe.Pointer(p))
	return int(n)
}

// One field of the elements is forgotten.
func Load(m map[string]string) int {
	var list []C.entry
	for k, v := range m {
		list = append(list, C.entry{key: C.CString(k), text: C.CString(v)}) // want `C memory of CString in Load is never freed`
	}
	if len(list) == 0 {
		return 0
	}
	n := C.load(&list[0], C.int(len(list)))
	for _, e := range list {
		C.free(unsafe.Pointer(e.key))
	}
	return int(n)
}

func LoadMade(keys, texts []string) int {
	list := make([]C.entry, len(keys))
	for i := range keys {
		list[i].key = C.CString(keys[i])
		list[i].text = C.CString(texts[i]) // want `C memory of CString in LoadMade is never freed`
	}
	n := C.load(&list[0], C.int(len(list)))
	for i := range list {
		C.free(unsafe.Pointer(list[i].key))
	}
	return int(n)
}

func LoadAll(keys, texts []string) int {
	list := make([]C.entry, 0, len(keys))
	for i := range keys {
		list = append(list, C.entry{key: C.CString(keys[i]), text: C.CString(texts[i])})
	}
	defer func() {
		for i := range list {
			C.free(unsafe.Pointer(list[i].key))
			C.free(unsafe.Pointer(list[i].text))
		}
	}()
	return int(C.load(&list[0], C.int(len(list))))
}

// C keeps them.
func Add(keys []string) int {
	var list []C.entry
	for _, k := range keys {
		list = append(list, C.entry{key: C.CString(k)})
	}
	return int(C.add_entries(&list[0], C.int(len(list))))
}

func newEntry(key, text string) *C.entry {
	e := (*C.entry)(C.malloc(C.sizeof_entry))
	e.key, e.text = C.CString(key), C.CString(text)
	return e
}

func freeEntry(e *C.entry) {
	C.free(unsafe.Pointer(e.key))
	C.free(unsafe.Pointer(e))
}

func freeWhole(e *C.entry) {
	C.free(unsafe.Pointer(e.text))
	C.free(unsafe.Pointer(e.key))
	C.free(unsafe.Pointer(e))
}

// The helper forgets a field.
func Parse(key, text string) int {
	e := newEntry(key, text) // want `C memory of newEntry in Parse is never freed`
	defer freeEntry(e)
	return int(C.parse(e))
}

func ParseHere(key, text string) int {
	e := (*C.entry)(C.calloc(1, C.sizeof_entry))
	e.key = C.CString(key)
	e.text = C.CString(text) // want `C memory of CString in ParseHere is never freed`
	n := C.parse(e)
	freeEntry(e)
	return int(n)
}

func ParseWhole(key, text string) int {
	e := newEntry(key, text)
	defer freeWhole(e)
	return int(C.parse(e))
}

// Who has the entry frees it.
func Make(key, text string) *C.entry { // want Make:`.*`
	e := newEntry(key, text)
	C.parse(e)
	return e
}

// A function without a result may keep a buffer that Go never reads.
func Post(b []byte) {
	p := C.malloc(C.size_t(len(b)))
	copy(unsafe.Slice((*byte)(p), len(b)), b)
	C.post((*C.char)(p))
}

// It promises to change nothing.
func Print(b []byte) {
	p := C.malloc(C.size_t(len(b))) // want `C memory of malloc in Print is never freed`
	copy(unsafe.Slice((*byte)(p), len(b)), b)
	C.print_note((*C.char)(p))
}

// Go reads what was filled.
func Fill(n int) []byte {
	p := C.malloc(C.size_t(n)) // want `C memory of malloc in Fill is never freed`
	C.fill((*C.char)(p), C.int(n))
	return C.GoBytes(p, C.int(n))
}

func FillView(n int) byte {
	p := (*C.char)(C.malloc(C.size_t(n))) // want `C memory of malloc in FillView is never freed`
	C.fill(p, C.int(n))
	return byte(unsafe.Slice(p, n)[0])
}

func locked(f func() error) error { return f() }

// The function that is given the literal calls it.
func Locked(s string) error {
	p := C.CString(s) // want `C memory of CString is not freed when Locked returns at parts.go:2`
	if err := locked(func() error {
		if C.check(p) != 0 {
			return errors.New(s)
		}
		return nil
	}); err != nil {
		return err
	}
	C.free(unsafe.Pointer(p))
	return nil
}

func LockedNever(s string) error {
	p := C.CString(s) // want `C memory of CString in LockedNever is never freed`
	return locked(func() error {
		C.print_note(p)
		return nil
	})
}

func LockedFree(s string) error {
	p := C.CString(s)
	return locked(func() error {
		C.print_note(p)
		C.free(unsafe.Pointer(p))
		return nil
	})
}

func LockedTwice(s string) error {
	p := C.CString(s)
	defer C.free(unsafe.Pointer(p)) // want `C memory of CString is freed twice`
	return locked(func() error {
		C.free(unsafe.Pointer(p))
		return nil
	})
}
