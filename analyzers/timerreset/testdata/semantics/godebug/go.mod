module example.com/m

go 1.26

godebug asynctimerchan=1
