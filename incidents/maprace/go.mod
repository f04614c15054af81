// Programs whose goroutines share a map, and die of it.
module github.com/golint-incidents/golint-incidents/incidents/maprace

go 1.26.0

require golang.org/x/sync v0.25.0
