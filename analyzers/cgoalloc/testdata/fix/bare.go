package fix

// static int first(const char *s) { return s[0]; }
import "C"

import (
	"fmt"
	"os"
)

func bare() {
	fmt.Println(C.first(C.CString(os.Args[0]))) // want `only an argument`
}

func first(name string) {
	fmt.Println(C.first(C.CString(name))) // want `only an argument`
}
