module github.com/golint-incidents/golint-incidents/incidents/timerreset

go 1.26.0
