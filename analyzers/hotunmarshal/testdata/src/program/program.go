// Package program compiles schemas, queries, policies and scripts per request.
package program

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/google/cel-go/cel"
	"github.com/itchyny/gojq"
	"github.com/lestrrat-go/jwx/v2/jwk"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/xeipuuv/gojsonschema"
	lua "github.com/yuin/gopher-lua"
)

type server struct {
	schema, policy, script, jwks string
	env                          *cel.Env
	compiler                     *jsonschema.Compiler
	checked                      *jsonschema.Schema
}

func (s *server) schemas(w http.ResponseWriter, r *http.Request) {
	c := jsonschema.NewCompiler()
	if err := c.AddResource("order.json", strings.NewReader(s.schema)); err != nil {
		return
	}
	c.Compile("order.json")                                        // want `jsonschema.Compiler.Compile compiles what does not depend on the request.*: compile it once`
	jsonschema.CompileString("a.json", `{"type": "object"}`)       // want `jsonschema.CompileString compiles what does not depend on the request`
	gojsonschema.NewSchema(gojsonschema.NewStringLoader(s.schema)) // want `gojsonschema.NewSchema compiles what does not depend on the request`
	body, _ := io.ReadAll(r.Body)
	gojsonschema.Validate(gojsonschema.NewStringLoader(s.schema), gojsonschema.NewBytesLoader(body)) // want `gojsonschema.Validate compiles what does not depend on the request`
}

// shared asks a compiler that keeps what it compiled.
func (s *server) shared(w http.ResponseWriter, r *http.Request) {
	s.compiler.Compile("order.json")
	if s.checked == nil {
		s.checked, _ = jsonschema.CompileString("b.json", s.schema)
	}
	body, _ := io.ReadAll(r.Body)
	jsonschema.CompileString("body.json", string(body))
	c := jsonschema.NewCompiler()
	c.AddResource("body.json", r.Body)
	c.Compile("body.json")
}

func (s *server) rules(w http.ResponseWriter, r *http.Request) {
	ast, iss := s.env.Compile(`request.size < 10`) // want `cel.Env.Compile compiles what does not depend on the request`
	if iss.Err() != nil {
		return
	}
	if p, err := s.env.Program(ast); err == nil {
		p.Eval(r.ContentLength)
	}
	s.env.Compile(r.FormValue("filter"))
}

func (s *server) policies(w http.ResponseWriter, r *http.Request) {
	q, err := rego.New(rego.Query("data.authz.allow"), rego.Module("authz.rego", s.policy)).PrepareForEval(r.Context()) // want `rego.Rego.PrepareForEval compiles what does not depend on the request`
	if err == nil {
		q.Eval(r.Context(), rego.EvalInput(r.URL.Path))
	}
	rego.New(rego.Query(r.FormValue("query"))).PrepareForEval(r.Context())
}

func (s *server) queries(w http.ResponseWriter, r *http.Request) {
	q, err := gojq.Parse(".items[] | .name") // want `gojq.Parse compiles what does not depend on the request`
	if err != nil {
		return
	}
	gojq.Compile(q)
	gojq.Parse(r.FormValue("jq"))
}

func (s *server) scripts(w http.ResponseWriter, r *http.Request) {
	l := lua.NewState()
	defer l.Close()
	l.DoFile(s.script)  // want `lua.LState.DoFile compiles what does not depend on the request`
	l.DoString("x = 1") // want `lua.LState.DoString compiles what does not depend on the request`
	l.DoString(r.FormValue("script"))
}

func (s *server) keys(w http.ResponseWriter, r *http.Request) {
	keyfunc.NewDefault([]string{s.jwks}) // want `keyfunc.NewDefault makes a client of what does not depend on the request`
	raw, err := os.ReadFile("jwks.json")
	if err != nil {
		return
	}
	jwk.Parse(raw)                              // want `jwk.Parse parses what does not depend on the request`
	keyfunc.NewJWKSetJSON(json.RawMessage(raw)) // want `keyfunc.NewJWKSetJSON parses what does not depend on the request`
	body, _ := io.ReadAll(r.Body)
	jwk.Parse(body)
}

// fetches asks for the same set of keys, and for that which a token names.
func (s *server) fetches(w http.ResponseWriter, r *http.Request) {
	jwk.Fetch(r.Context(), s.jwks) // want `jwk.Fetch fetches and parses what does not depend on the request.*: fetch it once and when it changes`
	jwk.Fetch(r.Context(), r.FormValue("jku"))
}

var patterns = []string{"^/static/", "^/health$"}

// skips compiles each pattern again.
func (s *server) skips(w http.ResponseWriter, r *http.Request) {
	for _, p := range patterns {
		regexp.MatchString(p, r.URL.Path) // want `regexp.MatchString compiles what does not depend on the request.*, in a loop`
		regexp.MatchString(r.FormValue("p"), p)
	}
	regexp.MatchString("^/once", r.URL.Path)
}
