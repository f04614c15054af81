// Package cgoalloc defines an analyzer that reports C memory that leaks, is
// freed twice or is used after it was freed.
//
// # Analyzer cgoalloc
//
// cgoalloc: report C memory that is never freed, freed twice, or used after free
//
// # The incident
//
// A service grew until the kernel killed it, and pprof showed nothing: the Go
// heap was small. Memory that C allocates, for C.CString too, is not the
// garbage collector's, and no profile of Go shows it.
//
//	WRONG
//		return C.GoString(C.lookup(C.CString(name))) // the copy is lost
//
//	RIGHT
//		cname := C.CString(name)
//		defer C.free(unsafe.Pointer(cname))
//		return C.GoString(C.lookup(cname))
//
// # Reports when
//
//   - memory of C.CString, C.CBytes, C.malloc and its kin is never freed, or not
//     on some path: an early return, a continue
//   - it is only an argument: C.f(C.CString(s))
//   - the last pointer to it is overwritten
//   - a library's allocation is dropped, or only copied with C.GoString: pairs
//     of a table, of your own (see Flags), those that the package itself frees
//     elsewhere, and those that go by name and type, as X_new and X_free; also
//     through out-parameters and through what preambles define
//   - a function or method that returns such memory is called, in another
//     package too, and its result is dropped. If it is called through an
//     interface, the package that first knows such a method reports it, at the
//     latest package main, at the place of the call
//   - memory that comes over a channel is freed on one path, not on another
//   - a field holds it, and neither the type's Close, Free, Destroy, ... nor
//     anything else in the package frees it
//   - a deferred free is given its value while the variable is still nil: with
//     or without unsafe.Pointer, a field or element, through a Go function, a
//     method of a value; or the variable is set to nil before the call looks
//   - memory is freed, and somebody has it still when the function returns: the
//     caller, a field, a global, a slice, a literal; or another goroutine
//   - a struct of C's, returned or filled by value, is not passed to the function
//     that the package, or its type, names for that; or it is released twice
//   - a struct is filled step by step, and what it has is lost when a step fails
//   - a text is not freed that a preamble declares as char *, not const char *,
//     or that leveldb or rocksdb report an error with
//   - a handle of runtime/cgo is not deleted on some path where another path deletes it, is
//     deleted twice, or used after that
//   - defer frees in a loop that has no end in sight: for { }, over a channel
//   - memory is freed twice, also when C was given it together with free; is
//     used after it was freed; belongs to C; or is freed by the wrong heap
//
// # Stays silent when
//
// Somebody else may own the memory: it is stored in a global, map, slice or
// channel, in a field of C's struct or in one that is freed or handed out
// anywhere, returned, passed to an unknown function, to a destructor's sibling
// argument, to a C function that keeps or frees it as far as a preamble of the
// package tells, or to one that by its name (set, add, push, ...) may keep what
// a library allocated. Paths that panic do not count, unless a deferred call recovers. Functions init
// and what a package's sync.Once does allocate for the life of the process, and so do
// types that nothing closes. A result is
// taken to exist only where the error text is nil and the status says success. A
// loop that a number bounds may defer a free in each round.
//
// # How to fix
//
// Write defer C.free(unsafe.Pointer(x)) below the allocation, or free at each
// return. Give each argument that is allocated a variable of its own. Where C
// sets the pointer, defer after the call that sets it. -fix does the first
// where the function is the only place that has the memory and no loop is
// around it, and adds stdlib.h and unsafe where they are missing.
//
// # Flags
//
//   - -cgoalloc.pairs=alloc=free,open:2=close: C functions of your own that
//     allocate and free. A number is the index of the argument, from 0, through
//     which the memory is returned.
//
// # Known limits
//
// C strings are taken to be copied by the C functions that they are passed to,
// as const char * is by convention; a C function without a body in a preamble
// that keeps its argument needs a line in the table. C files and headers are
// not read. A field that is freed but not cleared on some path, so that a
// second Close frees it again, is not found. Memory in slices and maps is
// followed only until the function returns that freed it. A function with more
// than 96 different states at one block, or 50000 steps in all, is given up in
// silence.
package cgoalloc
