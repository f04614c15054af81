// Package memo decodes behind memos: some hold, some do not.
package memo

import (
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/spf13/viper"
)

type config struct{ Name string }

type server struct {
	cfg  *config
	lost *config
	once sync.Once
	ptr  atomic.Pointer[config]
	byID map[string]*config
	all  sync.Map
	rev  string
	mu   sync.Mutex
}

func (s *server) nilCheck() *config {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cfg != nil {
		return s.cfg
	}
	c := new(config)
	if err := json.Unmarshal([]byte(viper.GetString("a")), c); err != nil {
		return nil
	}
	s.cfg = c
	return c
}

func (s *server) ineffective() *config {
	if s.lost != nil {
		return s.lost
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("b")), c) // want `the check of s.lost above does not help, as nothing is stored there`
	return c
}

func (s *server) onceDo() *config {
	s.once.Do(func() {
		s.cfg = new(config)
		json.Unmarshal([]byte(viper.GetString("c")), s.cfg)
	})
	return s.cfg
}

func (s *server) pointer() *config {
	if c := s.ptr.Load(); c != nil {
		return c
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("d")), c)
	s.ptr.Store(c)
	return c
}

func (s *server) table() *config {
	if c, ok := s.byID["e"]; ok {
		return c
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("e")), c)
	s.byID["e"] = c
	return c
}

func (s *server) syncMap() *config {
	if c, ok := s.all.Load("f"); ok {
		return c.(*config)
	}
	var c config
	json.Unmarshal([]byte(viper.GetString("f")), &c)
	s.all.Store("f", &c)
	return &c
}

func (s *server) version() *config {
	text := viper.GetString("g")
	if s.rev == text {
		return s.cfg
	}
	var c config
	json.Unmarshal([]byte(text), &c)
	s.rev, s.cfg = text, &c
	return &c
}

// load is memoized by its caller.
func load() *config {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("h")), c)
	return c
}

func (s *server) caller() *config {
	if s.cfg == nil {
		s.cfg = load()
	}
	return s.cfg
}

// after has its memo behind the decode.
func (s *server) after() *config {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("i")), c) // want `json.Unmarshal decodes what does not depend on the request`
	if s.cfg != nil && s.cfg.Name == c.Name {
		return s.cfg
	}
	s.cfg = c
	return c
}

var lazy = sync.OnceValue(func() *config {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("j")), c)
	return c
})

// refresh runs in the background.
func (s *server) refresh() {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("k")), c)
	s.ptr.Store(c)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.nilCheck()
	s.ineffective()
	s.onceDo()
	s.pointer()
	s.table()
	s.syncMap()
	s.version()
	s.caller()
	s.after()
	lazy()
}
