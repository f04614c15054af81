// Package rpc stands for github.com/gorilla/rpc/v2.
package rpc

type Server struct{}

func NewServer() *Server { return nil }

func (s *Server) RegisterService(receiver any, name string) error { return nil }
