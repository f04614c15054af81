// Package bench measures what the suite costs: processor time and memory of go
// vet with the suite as its tool, against the floor, which is the same driver
// with one analyzer that builds SSA form and exports a fact per function. No
// interprocedural suite on SSA can do with less.
//
//	cd bench && go test -bench=. -benchtime=1x -timeout=30m
package bench
