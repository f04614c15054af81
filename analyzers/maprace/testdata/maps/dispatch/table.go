package dispatch

import "sync"

// A Session calls what a table has.
type Session struct {
	mu      sync.Mutex
	streams map[int]int
	pings   map[int]int
	frames  chan int
}

var frameHandlers = [...]func(*Session, int){
	0: (*Session).data,
	1: (*Session).ping,
	2: func(s *Session, id int) { s.mu.Lock(); s.pings[id]++; s.mu.Unlock() },
}

func NewSession() *Session {
	s := &Session{streams: make(map[int]int), pings: make(map[int]int), frames: make(chan int)}
	go s.receive()
	return s
}

func (s *Session) receive() {
	for id := range s.frames {
		frameHandlers[id%3](s, id)
	}
}

func (s *Session) data(id int) { _ = s.streams[id] } // want `map s.streams is read here without Session.mu by a goroutine started at table.go:21`

func (s *Session) ping(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pings, id)
}

func (s *Session) Open(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[id] = id
	s.pings[id] = id
}

func (s *Session) Close(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, id)
}

// A command is an entry of a table of structs.
type command struct {
	name string
	run  func(*shell, string)
}

var commands = map[string]command{
	"set": {"set", (*shell).set},
	"get": {"get", get1},
}

type shell struct {
	values map[string]string
	seen   map[string]int
	single map[string]int
	hooks  map[string]func(string)
	later  []func(*shell)
	fixed  map[string]func(string)
}

func newShell() *shell {
	s := &shell{values: map[string]string{}, seen: map[string]int{}, single: map[string]int{}, hooks: map[string]func(string){}}
	s.on("see", s.see)
	s.fixed = map[string]func(string){"one": s.one}
	s.later = append(s.later, count)
	other := &shell{single: map[string]int{}}
	s.fixed["two"] = other.one // of another object
	return s
}

func (s *shell) on(name string, do func(string)) { s.hooks[name] = do }

func (s *shell) serve(lines <-chan string) {
	for line := range lines {
		s.fixed[line](line) // one goroutine
		go func() {
			if c, ok := commands[line]; ok {
				c.run(s, line)
			}
			if hook := s.hooks[line]; hook != nil {
				hook(line)
			}
			for _, f := range s.later {
				f(s)
			}
		}()
	}
}

func (s *shell) set(k string) { s.values[k] = k } // want `map s.values is written here without a lock by several goroutines at once, started at table.go:87`
func get1(s *shell, k string) { _ = s.values[k] }
func (s *shell) see(k string) { s.seen[k]++ }     // want `map s.seen is written here without a lock by several goroutines at once, started at table.go:87`
func (s *shell) one(k string) { s.single[k]++ }   // silent
func count(s *shell)          { s.seen["all"]++ } // want `map s.seen is written here without a lock by several goroutines at once, started at table.go:87`
