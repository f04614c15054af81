// The main package brings handler and store together.
package main

import (
	"meet/api"
	"meet/store"
	"net/http"
)

func main() {
	http.ListenAndServe("", &api.Server{Of: store.New("rules.json")})
}
