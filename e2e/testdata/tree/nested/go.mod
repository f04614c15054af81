module example.com/tree/nested

go 1.24
