package handler

import (
	"context"
	"encoding/json"
	"os"

	"google.golang.org/grpc"
)

type acl struct{ file string }

// Unary is what an UnaryServerInterceptor is, whoever registers it.
func (a *acl) Unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, h grpc.UnaryHandler) (any, error) {
	raw, err := os.ReadFile(a.file)
	if err != nil {
		return nil, err
	}
	allowed := map[string]bool{}
	if err := json.Unmarshal(raw, &allowed); err != nil { // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*handler.acl\).Unary`
		return nil, err
	}
	return h(ctx, req)
}

// Note is none: an interceptor returns something else, and what its receiver was made of
// nobody knows.
func (a *acl) Note(ctx context.Context, req any, info *grpc.UnaryServerInfo, h grpc.UnaryHandler) (map[string]bool, error) {
	allowed := map[string]bool{}
	return allowed, json.Unmarshal([]byte(a.file), &allowed)
}
