// Command cmd links the packages.
package main

import (
	"example.com/cgo/meet/impl"
	"example.com/cgo/meet/store"
)

func main() { store.Dropped(impl.New(), "x") }
