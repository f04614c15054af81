// Package heap measures the C heap.
package heap

// #include <malloc.h>
//
// static size_t in_use(void) {
//   struct mallinfo2 m = mallinfo2();
//   return m.uordblks + m.hblkhd;
// }
import "C"

// InUse returns the bytes that C has allocated and not freed, in all arenas of
// the GNU C library and in its mappings. What free keeps in a thread's cache
// counts as allocated.
func InUse() int64 { return int64(C.in_use()) }
