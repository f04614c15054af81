// Package grpc stands for google.golang.org/grpc.
package grpc

type ServerStream interface {
	SendMsg(m any) error
	RecvMsg(m any) error
}
