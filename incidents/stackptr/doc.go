// Package stackptr proves the programs below it: its test parks many goroutines
// in each and compares the processor time of a cycle of the garbage collector
// under the bug with that under the fix.
package stackptr
