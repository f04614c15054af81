// Package fix has the fixes.
package fix

/*
#include <string.h>

static int use(const char *s) { return (int)strlen(s); }
static int two(const char *a, const char *b) { return (int)(strlen(a) + strlen(b)); }
static void out(char **s) { *s = strdup("x"); }
*/
import "C"

import "fmt"

type config struct{ name string }

func inline(s string) int {
	return int(C.use(C.CString(s))) // want `only an argument`
}

func both(a, b string) int {
	n := C.two(C.CString(a), C.CString(b)) // want `only an argument` `only an argument`
	return int(n)
}

func again(a string) {
	cA := "taken"
	C.use(C.CString(a))       // want `only an argument`
	C.use(C.CString(a + "b")) // want `only an argument`
	fmt.Println(cA)
}

func field(c *config) bool {
	if n := C.use(C.CString(c.name)); n > 0 { // want `only an argument`
		return true
	}
	return false
}

func never(s string) int {
	cs := C.CString(s) // want `never freed`
	return int(C.use(cs))
}

func literal(s string) func() {
	return func() {
		C.use(C.CString(s)) // want `only an argument`
	}
}

// A deferred free in a loop would free too late: no fix.
func loop(list []string) {
	for _, s := range list {
		C.use(C.CString(s)) // want `only an argument`
	}
}

// It may not run at all: no fix.
func short(s string) bool {
	return s != "" && C.use(C.CString(s)) > 0 // want `only an argument`
}

func otherwise(s string) {
	if s == "" {
		fmt.Println()
	} else if C.use(C.CString(s)) > 0 { // want `only an argument`
		fmt.Println()
	}
}

func result() string { return "" }

// The argument's own call must not move: no fix.
func order() {
	C.two(nil, C.CString(result())) // want `only an argument`
}
