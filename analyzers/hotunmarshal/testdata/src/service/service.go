// Package service has the handlers of frameworks that no signature tells from
// other methods.
package service

import (
	"context"
	"encoding/json"

	"github.com/beego/beego/v2/server/web"
	"github.com/gogf/gf/v2/util/gmeta"
	"github.com/spf13/viper"
	"google.golang.org/grpc"
)

type config struct{ Name string }

type base struct{ web.Controller }

type users struct{ base }

func (u *users) Get() {
	var c, in config
	json.Unmarshal(u.Ctx.Input.RequestBody, &in)
	json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `each time \(\*service.users\).Get`
}

func (u *users) named(name string) {
	var c config
	json.Unmarshal([]byte(viper.GetString("rules")), &c) // nobody calls it
}

type listReq struct {
	gmeta.Meta
	Name string
}

type listRes struct{}

type lists struct{}

func (lists) List(ctx context.Context, req *listReq) (*listRes, error) {
	var c config
	if err := json.Unmarshal([]byte(req.Name), &c); err != nil {
		return nil, err
	}
	return nil, json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `each time \(service.lists\).List`
}

type protocol struct{}

type TProtocol interface{ ReadByte() }

// message is made by a generator for thrift.
type message struct{ Name string }

func (*message) Read(in TProtocol) error { return nil }

type proto struct{ Text string }

func (*proto) ProtoMessage() {}

type server struct{}

func (server) Call(ctx context.Context, in *message) (*message, error) {
	var c config
	json.Unmarshal([]byte(in.Name), &c)
	return nil, json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `each time \(service.server\).Call`
}

type listServer interface {
	Send(*proto) error
	grpc.ServerStream
}

func (server) Stream(in *proto, out listServer) error {
	var c config
	json.Unmarshal([]byte(in.Text), &c)
	return json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `each time \(service.server\).Stream`
}
