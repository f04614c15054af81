module example.com/m

go 1.22

godebug asynctimerchan=0
