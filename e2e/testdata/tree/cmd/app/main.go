// The app command is package main, which has no importers.
package main

import (
	"time"

	"example.com/tree/b"
)

func main() {
	b.Wait(time.Second)
	time.NewTicker(0) // want
}
