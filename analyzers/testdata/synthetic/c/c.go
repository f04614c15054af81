// Package c is package synthetic's core.go with C memory.
package c

// #include <stdlib.h>
import "C"
import "unsafe"

func literal[T ~struct{ p unsafe.Pointer }]() *T {
	v := &T{p: C.malloc(1)}
	*v = T{p: C.malloc(2)}
	return v
}

func channels[C_ ~chan unsafe.Pointer](c C_) {
	c <- C.malloc(1)
	select {
	case p := <-c:
		C.free(p)
	case c <- C.malloc(2):
	}
	for p := range c {
		C.free(p)
	}
	p, ok := <-c
	if ok {
		C.free(p)
	}
}

func lists[S ~[]E, E interface{ ~*byte | unsafe.Pointer }](s S) {
	s[0] = E(C.malloc(1))
	for _, p := range s {
		C.free(unsafe.Pointer(p))
	}
}

func dictionaries[M ~map[string]unsafe.Pointer](m M) {
	m["a"] = C.malloc(1)
	for _, p := range m {
		C.free(p)
	}
}

func called[F ~func(unsafe.Pointer)](f F) {
	p := C.malloc(1)
	defer f(p)
	go f(C.malloc(2))
}

func addressed[P ~*unsafe.Pointer](p P) {
	*p = C.malloc(1)
	C.free(*p)
}
