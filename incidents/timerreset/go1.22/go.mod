// The go line of the main module decides how timers behave: with go 1.22
// their channels have a buffer of one (asynctimerchan=1), under every
// toolchain up to Go 1.26.
module github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.22

go 1.22
