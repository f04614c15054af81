// Package timerreset proves the incident programs in the modules below it: its
// test builds and runs every one of them, and expects that the bug fails in the
// way its package comment says, and that the fix does not.
//
// The programs are modules of their own because the go line of the main module
// decides how timers behave: see go1.22/go.mod and go1.26/go.mod.
package timerreset
