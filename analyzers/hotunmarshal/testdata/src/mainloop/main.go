// Command mainloop serves connections in the loop of main itself.
package main

import (
	"encoding/json"
	"net"
	"os"
)

type config struct{ Greeting, Addr string }

func load(name string) (c config) {
	raw, err := os.ReadFile(name)
	if err == nil {
		json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request.*each time mainloop.main .*runs, through .*mainloop.load`
	}
	return c
}

func main() {
	var start config
	raw, _ := os.ReadFile("start.json")
	json.Unmarshal(raw, &start) // once
	ln, err := net.Listen("tcp", start.Addr)
	if err != nil {
		return
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			continue
		}
		go func() {
			defer conn.Close()
			conn.Write([]byte(load("greet.json").Greeting))
		}()
		var c config
		raw, _ := os.ReadFile("inline.json")
		json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
	}
}
