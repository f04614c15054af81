package guarded

import "net"

// Keys are loaded again at run time, while connections look them up.
type Keys struct {
	byUser map[string]string
	byHost map[string]string
	lazy   map[string]string
	ln     net.Listener
}

// NewKeys returns none.
func NewKeys() *Keys { return &Keys{byUser: make(map[string]string), byHost: make(map[string]string)} }

// Forget is called before keys are loaded again.
func (k *Keys) Forget() { k.byUser = make(map[string]string) }

// Allow loads one.
func (k *Keys) Allow(user, key string) {
	k.byUser[user] = key // want `written here without a lock`
}

// Host is called at start: nothing replaces the map.
func (k *Keys) Host(name, key string) { k.byHost[name] = key }

// Lazily makes its map when it is needed.
func (k *Keys) Lazily(name, key string) {
	if k.lazy == nil {
		k.lazy = make(map[string]string)
	}
	k.lazy[name] = key
}

// Run accepts connections.
func (k *Keys) Run() {
	for {
		c, err := k.ln.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			_, _, _ = k.byUser[c.RemoteAddr().String()], k.byHost["a"], k.lazy["b"]
		}()
	}
}
