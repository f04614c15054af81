// Command cmd is built of both and has nothing to add.
package main

import (
	"net/http"

	"siblings/admin"
	"siblings/front"
)

func main() {
	http.HandleFunc("/", front.First)
	http.HandleFunc("/second", front.Second)
	http.HandleFunc("/admin", admin.Show)
}
