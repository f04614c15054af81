package guarded

import "sync"

// Daemon has methods whose names begin like those that run at start or at the end.
type Daemon struct {
	mu      sync.Mutex
	reasons map[string]string
	blocked map[string]bool
}

// Explain takes the lock.
func (d *Daemon) Explain(what, why string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reasons[what] = why
	d.blocked[what] = true
}

// Why takes it, too.
func (d *Daemon) Why(what string) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.reasons[what], d.blocked[what]
}

// StopReason is a getter.
func (d *Daemon) StopReason() string {
	return d.reasons["stop"] // want `read here without d.mu`
}

// OpenCount is one, and so is what ListenAddrs returns.
func (d *Daemon) OpenCount() int {
	n := 0
	for range d.reasons { // want `iterated over here without d.mu`
		n++
	}
	return n
}

// ListenAddrs starts no goroutine.
func (d *Daemon) ListenAddrs() []string {
	return []string{d.reasons["listen"]} // want `read here without d.mu`
}

// Reset forgets all.
func (d *Daemon) Reset() {
	clear(d.reasons) // want `written here without d.mu`
}

// BlockedPeers has no lock in its name.
func (d *Daemon) BlockedPeers() int {
	n := 0
	for range d.blocked { // want `iterated over here without d.mu`
		n++
	}
	return n
}

// Peer asks itself.
func (d *Daemon) Peer(name string) bool {
	// TODO: there is no lock here, is it a race?
	return d.blocked[name] // want `read here without d.mu`
}

// Start runs before others have the daemon, as its name says.
func (d *Daemon) Start() { d.reasons["start"] = "now" }

// PeerLocked is called with the lock.
func (d *Daemon) PeerLocked(name string) bool { return d.blocked[name] }

// Quick is called with d.mu held.
func (d *Daemon) Quick(name string) bool { return d.blocked[name] }

// Known reads one entry.
func (d *Daemon) Known(name string) bool {
	// No lock needed: the caller is the only goroutine.
	return d.blocked[name]
}
