// The go line of the main module decides how timers behave: from go 1.23 on
// their channels have no buffer, and Stop and Reset clear them.
module github.com/golint-incidents/golint-incidents/incidents/timerreset/go1.26

go 1.26.0
