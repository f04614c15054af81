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
//     on some path: an early return, the rounds of a loop but the last
//   - it is only an argument: C.f(C.CString(s))
//   - a library's allocation is dropped, or only copied with C.GoString: pairs
//     of a table, also through out-parameters and wrappers in preambles, and
//     those that the package itself frees elsewhere
//   - a function that returns such memory is called, and its result is dropped
//   - defer C.free(unsafe.Pointer(p)) is evaluated while p is still nil
//   - memory is freed twice, also when C was given it together with free; is
//     used after it was freed; belongs to C; or is freed by the wrong heap
//
// # Stays silent when
//
// Somebody else may own the memory: it is stored in a field, global, map,
// slice or channel, returned, passed to an unknown function, to a destructor's
// sibling argument or to a C function that keeps or frees it, as far as a
// preamble of the package tells. Paths that panic do not count. Functions init
// allocate for the life of the process.
//
// # How to fix
//
// Write defer C.free(unsafe.Pointer(x)) below the allocation, or free at each
// return. Give each argument that is allocated a variable of its own. Where C
// sets the pointer, defer after the call that sets it.
//
// # Flags
//
// None.
//
// # Known limits
//
// C strings are taken to be copied by the C functions that they are passed to,
// as const char * is by convention; a C function without a body in a preamble
// that keeps its argument needs a line in the table. Channels, fields, and
// functions with very many paths are not followed.
package cgoalloc
