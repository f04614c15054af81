module github.com/golint-incidents/golint-incidents/incidents/cgoalloc

go 1.26.0
