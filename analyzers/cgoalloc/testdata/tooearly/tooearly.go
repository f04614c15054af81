// Package tooearly: deferred frees with stale values.
package tooearly

/*
#include <stdlib.h>
typedef struct thing thing;
typedef struct pair { char *a; char *b; } pair;
thing *thing_new(void);
void thing_free(thing *t);
int thing_open(thing **out);
void thing_freep(thing **t);
int get_text(char **out);
int get_pair(char **a, char **b);
void use(char *s);
void text_free(char *s);
*/
import "C"
import "unsafe"

type Obj struct {
	t    *C.thing
	text *C.char
}

func Nil() string {
	var p *C.char
	defer C.free(unsafe.Pointer(p)) // want `this deferred free does nothing: it has the value of p here, nil, and not the one that C\.get_text sets`
	C.get_text(&p)
	return C.GoString(p)
}

func NilPlain() string {
	var p *C.char
	defer C.text_free(p) // want `this deferred free does nothing: it has the value of p here, nil, and not the one that C\.get_text sets`
	C.get_text(&p)
	return C.GoString(p)
}

func Assign(n C.size_t) {
	var p unsafe.Pointer
	defer C.free(p) // want `this deferred free does nothing: it has the value of p here, nil, and not the one that is set`
	p = C.malloc(n)
	C.use((*C.char)(p))
}

func AssignBranch(n C.size_t, ok bool) {
	var p unsafe.Pointer
	defer C.free(p) // want `this deferred free does nothing: it has the value of p here, nil, and not the one that is set`
	if ok {
		p = C.malloc(n)
	}
	C.use((*C.char)(p))
}

// An older pointer.
func Older(n C.size_t) {
	p := C.malloc(n)
	defer C.free(p)
	C.use((*C.char)(p))
	p = C.malloc(2 * n) // want `C memory of malloc in Older is never freed: pass it to C\.free`
	C.use((*C.char)(p))
}

func Realloc(n C.size_t) {
	p := C.malloc(n)
	defer C.free(p)
	p = C.realloc(p, 2*n) // want `C memory of realloc in Realloc is never freed: pass it to C\.free`
	C.use((*C.char)(p))
}

func ReallocRight(n C.size_t) {
	p := C.malloc(n)
	defer func() { C.free(p) }()
	p = C.realloc(p, 2*n)
	C.use((*C.char)(p))
}

func Pair() {
	var a, b *C.char
	defer C.free(unsafe.Pointer(a)) // want `this deferred free does nothing: it has the value of a here, nil, and not the one that C\.get_pair sets`
	defer C.free(unsafe.Pointer(b)) // want `this deferred free does nothing: it has the value of b here, nil, and not the one that C\.get_pair sets`
	C.get_pair(&a, &b)
	C.use(a)
	C.use(b)
}

func PairStruct() {
	var p C.pair
	defer C.free(unsafe.Pointer(p.a)) // want `this deferred free does nothing: it has the value of p\.a here, nil, and not the one that C\.get_pair sets`
	C.get_pair(&p.a, &p.b)
	C.use(p.a)
	C.free(unsafe.Pointer(p.b))
}

func Element() {
	var p [2]*C.char
	defer C.free(unsafe.Pointer(p[0])) // want `this deferred free does nothing: it has the value of p here, nil, and not the one that C\.get_text sets`
	C.get_text(&p[0])
	C.use(p[0])
}

func FieldOfNew() string {
	o := &Obj{}
	defer C.free(unsafe.Pointer(o.text)) // want `this deferred free does nothing: it has the value of Obj.text here, nil, and not the one that C\.get_text sets`
	C.get_text(&o.text)
	return C.GoString(o.text)
}

func closeThing(t *C.thing) { C.thing_free(t) }
func freeText(s *C.char)    { C.free(unsafe.Pointer(s)) }

func Helper() {
	var t *C.thing
	defer closeThing(t) // want `this deferred free does nothing: it has the value of t here, nil, and not the one that C\.thing_open sets`
	C.thing_open(&t)
}

func HelperText() {
	var s *C.char
	defer freeText(s) // want `this deferred free does nothing: it has the value of s here, nil, and not the one that C\.get_text sets`
	C.get_text(&s)
	C.use(s)
}

func HelperGo() {
	var s *C.char
	defer freeText(s)
	s = C.CString("a") // want `C memory of CString in HelperGo is never freed: pass it to C\.free`
	C.use(s)
}

func (o Obj) Close()   { C.thing_free(o.t) } // want Close:`cgoalloc\[borrowed\]\[\]\[\]`
func (o *Obj) CloseP() { C.thing_free(o.t) } // want CloseP:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] freed\}\]`

func Value() {
	var o Obj
	defer o.Close() // want `this deferred free does nothing: it has the value of o\.t here, nil, and not the one that C\.thing_open sets`
	C.thing_open(&o.t)
}

func ValueAssigned() {
	var o Obj
	defer o.Close() // want `this deferred free does nothing: it has the value of o\.t here, nil, and not the one that is set`
	o.t = C.thing_new()
}

func MethodValue() {
	var o Obj
	f := o.Close
	C.thing_open(&o.t)
	defer f() // want `this deferred free does nothing: it has the value of o\.t here, nil, and not the one that C\.thing_open sets`
}

func PointerRight() {
	var o Obj
	defer o.CloseP()
	C.thing_open(&o.t)
}

func Arg() {
	var t *C.thing
	defer func(t *C.thing) { C.thing_free(t) }(t) // want `this deferred free does nothing: it has the value of t here, nil, and not the one that C\.thing_open sets`
	C.thing_open(&t)
}

func ArgAfter() {
	var t *C.thing
	C.thing_open(&t)
	defer func(t *C.thing) { C.thing_free(t) }(t)
}

func Litteral() {
	var t *C.thing
	defer func() { C.thing_free(t) }()
	C.thing_open(&t)
}

func NilBefore() {
	t := C.thing_new() // want `C memory of thing_new in NilBefore is lost: the only pointer to it is overwritten`
	defer C.thing_freep(&t)
	t = nil
}

func (o *Obj) Reset() { // want Reset:`cgoalloc\[borrowed\]\[\]\[\]`
	if o.t != nil {
		defer C.thing_freep(&o.t) // want `this deferred thing_freep does nothing: o\.t is set to nil`
		o.t = nil
	}
}

func (o *Obj) ResetLit() { // want ResetLit:`cgoalloc\[borrowed\]\[\]\[\]`
	if o.t != nil {
		defer func() { C.thing_free(o.t) }() // want `this deferred thing_free does nothing: o\.t is set to nil`
		o.t = nil
	}
}

func (o *Obj) ResetRight() { // want ResetRight:`cgoalloc\[borrowed\]\[\]\[\{0 \[0\] ended\}\]`
	if o.t != nil {
		defer C.thing_free(o.t)
		o.t = nil
	}
}

func NamedResult() (s *C.char, err error) {
	defer C.free(unsafe.Pointer(s))
	C.get_text(&s) // want `C memory of get_text in NamedResult is lost: the only pointer to it is overwritten`
	C.use(s)
	return nil, nil
}

func Checked() string {
	var p *C.char
	if C.get_text(&p) != 0 {
		return ""
	}
	defer C.free(unsafe.Pointer(p))
	return C.GoString(p)
}

type bag struct{ free func(unsafe.Pointer) }

func Loop(xs []string) {
	var p *C.char
	defer C.free(unsafe.Pointer(p)) // want `this deferred free does nothing: it has the value of p here, nil, and not the one that is set`
	for _, x := range xs {
		p = C.CString(x) // want `C memory of CString in Loop is lost: the only pointer to it is overwritten`
		C.use(p)
	}
}
