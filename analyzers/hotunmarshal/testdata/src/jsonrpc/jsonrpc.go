// Package jsonrpc has methods that servers of JSON-RPC call by registration.
package jsonrpc

import (
	"context"
	"encoding/json"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"

	gethrpc "github.com/ethereum/go-ethereum/rpc"
	gorilla "github.com/gorilla/rpc/v2"
)

type table map[string]float64

func load(name string) (t table) {
	raw, err := os.ReadFile(name)
	if err == nil {
		json.Unmarshal(raw, &t)
	}
	return t
}

type Args struct{ Key string }

type Rates struct{ file string }

func (s *Rates) Get(r *http.Request, args *Args, reply *float64) error {
	var t table
	raw, err := os.ReadFile(s.file)
	if err != nil {
		return err
	}
	err = json.Unmarshal(raw, &t) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*jsonrpc.Rates\).Get`
	*reply = t[args.Key]
	return err
}

type Chain struct{ file string }

func (c *Chain) Balance(ctx context.Context, account string) (float64, error) {
	var t table
	raw, err := os.ReadFile(c.file)
	if err != nil {
		return 0, err
	}
	err = json.Unmarshal(raw, &t) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*jsonrpc.Chain\).Balance`
	return t[account], err
}

// reset is no method of the service, as it is not exported.
func (c *Chain) reset() table { return load(c.file) }

type Plain struct{ file string }

func (p *Plain) Sum(args *Args, sum *float64) error {
	var t table
	raw, err := os.ReadFile(p.file)
	if err != nil {
		return err
	}
	err = json.Unmarshal(raw, &t) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*jsonrpc.Plain\).Sum`
	*sum = t[args.Key]
	return err
}

// Start starts it: net/rpc calls no such method.
func (p *Plain) Start() error {
	var t table
	raw, err := os.ReadFile(p.file)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, &t)
}

func Serve(c *jsonConn) {
	gorilla.NewServer().RegisterService(&Rates{"rates.json"}, "")
	gethrpc.NewServer().RegisterName("chain", &Chain{"chain.json"})
	s := rpc.NewServer()
	s.Register(&Plain{"plain.json"})
	s.ServeCodec(jsonrpc.NewServerCodec(c))
}

type jsonConn struct{}

func (*jsonConn) Read(p []byte) (int, error)  { return 0, nil }
func (*jsonConn) Write(p []byte) (int, error) { return 0, nil }
func (*jsonConn) Close() error                { return nil }
