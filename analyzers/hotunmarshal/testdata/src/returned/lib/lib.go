// Package lib makes loaders.
package lib

import (
	"encoding/json"
	"os"
)

// Loader returns a function that reads a file each time.
func Loader(path string) func() []byte {
	return func() []byte {
		raw, _ := os.ReadFile(path)
		return raw
	}
}

// Once returns a function that reads a file once.
func Once(path string) func() map[string]string {
	raw, _ := os.ReadFile(path)
	var v map[string]string
	json.Unmarshal(raw, &v)
	return func() map[string]string { return v }
}
