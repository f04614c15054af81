// Package bench measures what the suite costs. The command cost compares it with go vet,
// staticcheck and the floor; growth shows how the cost grows with the code. The benchmarks
// here tell the time and the facts of each package, and what a multichecker takes:
//
//	cd bench && go test -run=NONE -bench=. -benchtime=1x -timeout=60m
package bench
