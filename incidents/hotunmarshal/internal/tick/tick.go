// Package tick counts decodes: every configuration of the incident programs
// has a field of type [Tick], which the decoder fills.
package tick

import "sync/atomic"

// Tick is a text that counts how often some decoder made one.
type Tick string

var n atomic.Int64

// UnmarshalText implements [encoding.TextUnmarshaler], which every decoder of
// the programs knows.
func (t *Tick) UnmarshalText(text []byte) error {
	n.Add(1)
	*t = Tick(text)
	return nil
}

// Count returns the number of decodes so far.
func Count() int64 { return n.Load() }
