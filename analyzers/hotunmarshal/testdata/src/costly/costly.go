// Package costly makes, per request, what costs more than a decode.
package costly

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"encoding/pem"
	"html/template"
	"net/http"
	"net/rpc"
	"os"
	"regexp"
	"strings"
)

type server struct {
	dsn, cert, key string
	pages          string
	bans           []string
}

func (s *server) query(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("postgres", s.dsn) // want `sql.Open makes a client of what does not depend on the request.*: make it once`
	if err != nil {
		return
	}
	defer db.Close()
}

func (s *server) tenant(w http.ResponseWriter, r *http.Request) {
	sql.Open("postgres", s.dsn+"/"+r.PathValue("tenant"))
}

func (s *server) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c, err := tls.LoadX509KeyPair(s.cert, s.key) // want `tls.LoadX509KeyPair parses what does not depend on the request`
	return &c, err
}

// byName is chosen by the handshake.
func (s *server) byName(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c, err := tls.LoadX509KeyPair(hello.ServerName+".crt", hello.ServerName+".key")
	return &c, err
}

func (s *server) verify(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(s.key)
	block, _ := pem.Decode(raw)
	x509.ParsePKIXPublicKey(block.Bytes) // want `x509.ParsePKIXPublicKey parses what does not depend on the request`
	body, _ := pem.Decode([]byte(r.FormValue("cert")))
	x509.ParseCertificate(body.Bytes)
}

func (s *server) page(w http.ResponseWriter, r *http.Request) {
	template.Must(template.ParseGlob(s.pages)).Execute(w, nil) // want `template.ParseGlob parses what does not depend on the request`
}

// helped has functions of its request.
func (s *server) helped(w http.ResponseWriter, r *http.Request) {
	funcs := template.FuncMap{"host": func() string { return r.Host }}
	template.Must(template.New("x").Funcs(funcs).ParseFiles("x.html")).Execute(w, nil)
}

func (s *server) banned(w http.ResponseWriter, r *http.Request) {
	for _, b := range s.bans {
		if regexp.MustCompile(b).MatchString(r.RemoteAddr) { // want `regexp.MustCompile compiles what does not depend on the request.*, in a loop`
			return
		}
	}
	regexp.MustCompile("^a").MatchString(r.URL.Path) // small
}

// Arith is called by net/rpc.
type Arith struct{}

type Args struct{ A, B int }

func (*Arith) Add(args *Args, sum *int) error {
	var c map[string]int
	raw, _ := os.ReadFile("arith.json")
	json.Unmarshal(raw, &c) // want `json.Unmarshal decodes what does not depend on the request`
	*sum = args.A + args.B + c["base"]
	return nil
}

// reset is not called from elsewhere.
func (*Arith) reset(args *Args, sum *int) error {
	var c map[string]int
	raw, _ := os.ReadFile("arith.json")
	return json.Unmarshal(raw, &c)
}

func register() { rpc.Register(new(Arith)) }

// site is a file system with a list of what to hide.
type site struct{ http.FileSystem }

func (s site) Open(name string) (http.File, error) {
	raw, _ := os.ReadFile("hidden.json")
	var hidden []string
	json.Unmarshal(raw, &hidden) // want `json.Unmarshal decodes what does not depend on the request`
	for _, h := range hidden {
		if strings.HasPrefix(name, h) {
			return nil, os.ErrNotExist
		}
	}
	return s.FileSystem.Open(name)
}

// upload has a flag of its own, which is no memo.
type upload struct{ plain bool }

func (u *upload) clean(texts []string) {
	if u.plain {
		return
	}
	u.plain = true
	for _, t := range texts {
		if regexp.MustCompile("%7b").MatchString(t) { // want `regexp.MustCompile compiles what does not depend on the request.*: compile it once, in a package variable`
			u.plain = false
		}
	}
}

func uploads(w http.ResponseWriter, r *http.Request) {
	u := &upload{}
	u.clean(r.Form["text"])
}

// stored is silent: open remembers that it ran, in a variable that the caller tests.
var (
	stored *sql.DB
	opened bool
)

func open(dsn string) (err error) {
	opened = true
	stored, err = sql.Open("postgres", dsn)
	return err
}

func database() *sql.DB {
	if !opened {
		open("host=localhost")
	}
	return stored
}

func ping(w http.ResponseWriter, r *http.Request) {
	database().PingContext(r.Context())
}

// unopened is reported: what the caller tests nobody sets.
var unopened bool

func again() (*sql.DB, error) {
	return sql.Open("postgres", "host=localhost") // want `sql.Open makes a client of what does not depend on the request`
}

func pingAgain(w http.ResponseWriter, r *http.Request) {
	if !unopened {
		if db, err := again(); err == nil {
			db.PingContext(r.Context())
		}
	}
}
