module example.com/stackptr

go 1.26
