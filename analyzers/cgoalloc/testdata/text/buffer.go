package text

/*
#include <stdlib.h>
int read_line(int fd, char *to, int n);
int checksum(const void *in, int n, unsigned char *sum);
void queue_put(int q, void *item);
int version(int major, char *to);
*/
import "C"
import (
	"errors"
	"unsafe"
)

// Go reads what C has written.
func line(fd int) (string, error) {
	buf := (*C.char)(C.malloc(256)) // want "C memory of malloc in line is never freed"
	if C.read_line(C.int(fd), buf, 256) != 0 {
		return "", errors.New("read")
	}
	return C.GoString(buf), nil
}

func sum(b []byte) []byte {
	out := C.calloc(1, 32) // want "C memory of calloc in sum is never freed"
	C.checksum(unsafe.Pointer(&b[0]), C.int(len(b)), (*C.uchar)(out))
	return C.GoBytes(out, 32)
}

func versions() (all []string) {
	for i := range 3 {
		to := (*C.char)(C.malloc(16)) // want "C memory of malloc in versions is not freed|C memory of malloc in versions is never freed"
		n := C.version(C.int(i), to)
		all = append(all, C.GoStringN(to, n))
	}
	return all
}

// C may have it still.
func put(q int, b []byte) {
	item := C.malloc(C.size_t(len(b)))
	copy(unsafe.Slice((*byte)(item), len(b)), b)
	C.queue_put(C.int(q), item)
}
