// The app command is package main, which has no importers.
package main

import (
	"time"

	_ "example.com/tree/b"
)

func main() {
	<-time.NewTicker(0).C // want
}
