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
	json.Unmarshal([]byte(viper.GetString("i")), c) // want `json.Unmarshal decodes what does not depend on the request.*: the check of s.cfg below comes too late, when the work is done`
	if s.cfg != nil && s.cfg.Name == c.Name {
		return s.cfg
	}
	s.cfg = c
	return c
}

// afterCall has it behind the call of a function that decodes.
func (s *server) afterCall() *config {
	c := parse()
	if s.cfg == nil {
		s.cfg = c
	}
	return s.cfg
}

func parse() *config {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("l")), c) // want `the check of s.cfg in \(\*memo.server\).afterCall comes too late`
	return c
}

// forgetful never keeps what the call brings.
func (s *server) forgetful() *config {
	if s.lost == nil {
		return parse2()
	}
	return s.lost
}

func parse2() *config {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("m")), c) // want `the check of s.lost in \(\*memo.server\).forgetful does not help, as nothing is stored there`
	return c
}

// replaced stores in any case: no memo.
func (s *server) replaced() {
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("n")), c) // want `decode it once and when it changes`
	if s.cfg != nil {
		s.rev = s.cfg.Name
	}
	s.cfg = c
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
	s.afterCall()
	s.forgetful()
	s.replaced()
	lazy()
}
