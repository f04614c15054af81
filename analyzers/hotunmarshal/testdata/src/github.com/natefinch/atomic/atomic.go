// Package atomic is a stub of github.com/natefinch/atomic.
package atomic

import "io"

// WriteFile writes what a reader has to a file.
func WriteFile(filename string, r io.Reader) error
