module example.com/m

go 1.26

godebug default=go1.21
