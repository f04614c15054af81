// Package layer is between.
package layer

import (
	"net"

	"example.com/stackptr/await/conn"
)

// Handle is run by many goroutines, too.
func Handle(c net.Conn) {
	conn.Deep(c)
}
