package silent

import "example.com/maps/conf"

// What two types have of one type is not one object.

// A Hook builds on a goroutine.
type Hook struct{ conf *conf.Settings }

// Execute does not wait.
func (h *Hook) Execute() {
	go func() { conf.Build(h.conf) }()
}

// A Migration has settings of its own.
type Migration struct{ conf *conf.Settings }

// Execute builds, too.
func (m *Migration) Execute() int { return conf.Build(m.conf) }
