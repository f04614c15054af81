// Package quiet has bugs that nobody wants to hear of, and correct code.
package quiet

import "time"

// Lint is suppressed in the manner of staticcheck.
func Lint() {
	//lint:ignore timerreset the panic is the test
	time.NewTicker(0)
}

// NoLint is suppressed in the manner of golangci-lint.
func NoLint() {
	time.NewTicker(0) //nolint:timerreset // the panic is the test
}

// Right drains a timer as it was done before go1.23.
func Right(d time.Duration) {
	t := time.NewTimer(d)
	if !t.Stop() {
		<-t.C
	}
}
