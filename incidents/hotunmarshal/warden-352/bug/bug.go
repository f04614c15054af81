// A secrets server parsed every policy again for each call that it authorized.
//
// The cache of policies holds the parsed ones, too, but the check took the text.
//
// Link: https://github.com/stephnangue/warden/pull/352
// Framework: grpc
// Input: text in a cache
package bug

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
	"google.golang.org/grpc"
)

// policy says who may call what.
type policy struct {
	Version tick.Tick `json:"version"`
	Allow   []string  `json:"allow"`
}

func authorize(policies map[string]string) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		for _, text := range policies {
			var p policy
			if err := json.Unmarshal([]byte(text), &p); err != nil { // BUG: every policy, for every call
				return nil, err
			}
			if slices.Contains(p.Allow, info.FullMethod) {
				return handler(ctx, req)
			}
		}
		return nil, errors.New("denied")
	}
}

var serve = authorize(map[string]string{"default": `{"version":"one","allow":["/keys/Get"]}`})

// Request sends one request.
func Request() error {
	_, err := serve(context.Background(), nil, &grpc.UnaryServerInfo{FullMethod: "/keys/Get"},
		func(context.Context, any) (any, error) { return nil, nil })
	return err
}
