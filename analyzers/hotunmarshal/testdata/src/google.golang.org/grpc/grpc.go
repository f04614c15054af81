// Package grpc stands for google.golang.org/grpc.
package grpc

import "context"

type ServerStream interface {
	SendMsg(m any) error
	RecvMsg(m any) error
}

type UnaryServerInfo struct{ FullMethod string }

type UnaryHandler func(ctx context.Context, req any) (any, error)

type UnaryServerInterceptor func(ctx context.Context, req any, info *UnaryServerInfo, handler UnaryHandler) (resp any, err error)
