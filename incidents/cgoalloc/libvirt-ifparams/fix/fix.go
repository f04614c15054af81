// Package fix is the fix of https://github.com/libvirt/libvirt-go/commit/c18fdfa2f344153a04686b96693118d7675459b5.
package fix

// #cgo CFLAGS: -I${SRCDIR}/..
// #include "lib.h"
import "C"

import "unsafe"

// Parameters returns a parameter of a device.
func Parameters(device string, n int) int {
	cdevice := C.CString(device)
	defer C.free(unsafe.Pointer(cdevice))
	params := (*C.param)(C.calloc(C.size_t(n), C.sizeof_param))
	defer C.free(unsafe.Pointer(params))
	if C.lib_get_interface_parameters(cdevice, params, C.int(n)) != 0 {
		return 0
	}
	return int(params.value)
}

// Round is what the service does over and over.
func Round() { Parameters("vnet0", 3) }
