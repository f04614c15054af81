// Command other links the same packages as cmd.
package main

import (
	"example.com/cgo/meet/impl"
	"example.com/cgo/meet/store"
)

func main() { store.Dropped(impl.New(), "y") }
