package goroutine_test

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/ssatest"
)

const source = `package p
import (
	"context"
	"net"
	"net/http"
	"crypto/tls"
)

type T struct{}
func (*T) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
func handler(w http.ResponseWriter, r *http.Request) {}
func helper(r *http.Request, name string) bool { return false }
func send(r *http.Request) (*http.Response, error) { return nil, nil }
func adminUsers(w http.ResponseWriter, r *http.Request) {}
func hello(h *tls.ClientHelloInfo) (*tls.Config, error) { return nil, nil }
func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}
func registered() {}
func New(addr string) *T { return nil }
func background(ctx context.Context) {}
func mine(n int) {}
func init() { http.Handle("/", http.HandlerFunc(plain)) }
func plain(w http.ResponseWriter, r *http.Request) {}
func main() {}
type edge struct{}
func (e *edge) state(c net.Conn, s http.ConnState) {}
func (e *edge) other(c net.Conn, s http.ConnState) {}
func (e *edge) server() *http.Server { return &http.Server{ConnState: e.state} }

type Message struct{}
func (*Message) ProtoMessage() {}
type service struct{}
func (service) Get(ctx context.Context, in *Message) (*Message, error) { return nil, nil }
func (service) Local(ctx context.Context, in *T) (*T, error) { return nil, nil }
type stub struct{}
func (stub) Get(ctx context.Context, in *Message, opts ...int) (*Message, error) { return nil, nil }

type Resolver struct{}
type queryResolver struct{ *Resolver }
func (*Resolver) Todo(ctx context.Context) (*T, error) { return nil, nil }
func (*queryResolver) Todos(ctx context.Context, first int) ([]*T, error) { return nil, nil }
func (*queryResolver) todos(ctx context.Context) ([]*T, error) { return nil, nil }
func (*queryResolver) Close(ctx context.Context) error { return nil }
type addressResolver struct{ host string; *Resolver }
func (*addressResolver) Resolve(ctx context.Context, name string) ([]string, error) { return nil, nil }

type router struct{}
func (r *router) Group(path string) *router { return r }
func (r *router) Get(path string, handlers ...http.HandlerFunc) {}
func (r *router) Route(path string, below func(r *router)) {}
type Ctx struct { W http.ResponseWriter; R *http.Request }
func (*Ctx) note(string) {}
func show(c *Ctx) error { return nil }
func parse(c *Ctx) (*T, error) { return nil, nil }
type wire interface { Request() *http.Request; Response() http.ResponseWriter }
func wired(c wire) error { return nil }
type Asked struct { *http.Request }
func asked(w http.ResponseWriter, r *Asked) error { return nil }
func onlyAsked(r *Asked) {}
type client struct { last *http.Request }
func call(c *client) error { return nil }
type api struct{}
func (api) users(w http.ResponseWriter, r *http.Request) {}
func (api) list(w http.ResponseWriter, r *http.Request) {}
func (api) both(w http.ResponseWriter, r *http.Request) {}
func joined(w http.ResponseWriter, r *http.Request) {}
func routes(r *router, a api) {
	r.Group("/api/admin").Get("/users", a.users)
	r.Route("/setup", func(r *router) { r.Get("/list", plain, a.list) })
	r.Get("/admin/both", a.both)
	r.Get("/both", a.both)
	http.HandleFunc("/auth/signup", joined)
}
`

func TestEntries(t *testing.T) {
	var funcs []*ssa.Function
	for _, fn := range ssatest.Funcs(t, source) {
		funcs = append(append(funcs, fn), fn.AnonFuncs...)
	}
	got := make(map[string]goroutine.Heat)
	for _, e := range goroutine.Entries(funcs, []string{"p.mine"}) {
		got[e.Fn.String()] = e.Heat
		if e.Why == "" {
			t.Errorf("%s: nothing says why", e.Fn)
		}
	}
	want := map[string]goroutine.Heat{
		"(*p.T).ServeHTTP": goroutine.Hot,
		"p.handler":        goroutine.Hot,
		"p.helper":         goroutine.Warm,
		"p.adminUsers":     goroutine.Cold,
		"p.hello":          goroutine.Hot,
		"p.middleware$1":   goroutine.Hot,
		"p.mine":           goroutine.Hot,
		"p.plain":          goroutine.Hot,
		"(p.service).Get":  goroutine.Hot,

		"(*p.queryResolver).Todos": goroutine.Hot,

		"(p.api).users": goroutine.Cold,
		"(p.api).list":  goroutine.Cold,
		"(p.api).both":  goroutine.Hot,
		"p.joined":      goroutine.Cold,

		"(*p.edge).state": goroutine.Hot,

		"p.show":  goroutine.Hot,
		"p.parse": goroutine.Warm,
		"p.wired": goroutine.Hot,
		"p.asked": goroutine.Hot,
	}
	for name, heat := range want {
		if got[name] != heat {
			t.Errorf("%s: heat %d, want %d", name, got[name], heat)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is no entry point", name)
	}
}
