module maps

go 1.26
