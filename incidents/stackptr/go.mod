module github.com/golint-incidents/golint-incidents/incidents/stackptr

go 1.26.0
