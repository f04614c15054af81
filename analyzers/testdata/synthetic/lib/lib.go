// Package lib has interfaces whose implementations nobody sees.
package lib

import "net/http"

// Handler handles requests.
type Handler interface {
	Handle(w http.ResponseWriter, r *http.Request)
	Next(w http.ResponseWriter, r *http.Request, n http.HandlerFunc)
}
