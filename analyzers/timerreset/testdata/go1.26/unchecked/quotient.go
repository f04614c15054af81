package unchecked

import (
	"encoding/binary"
	"encoding/gob"
	"flag"
	"io"
	"time"
)

type plan struct {
	seconds, requests int
	Window            int `json:"window"`
	Parts             int `json:"parts"`
}

func (p *plan) flags() {
	flag.IntVar(&p.seconds, "seconds", 10, "how long")
	flag.IntVar(&p.requests, "requests", 100, "how many")
}

// 10/100 is 0. That the requests are counted is no check.
func (p *plan) pace(do func()) {
	tick := time.NewTicker(time.Duration(p.seconds/p.requests) * time.Second) // want "the quotient at quotient.go:24 is 0 when the divisor is the larger one"
	defer tick.Stop()
	for i := 0; i < p.requests; i++ {
		<-tick.C
		do()
	}
}

var total, steps int

func init() {
	flag.IntVar(&total, "total", 1000, "milliseconds in all")
	flag.IntVar(&steps, "steps", 10, "steps")
}

func walk() *time.Ticker {
	ms := total / steps
	return time.NewTicker(time.Duration(ms) * time.Millisecond) // want "the quotient at quotient.go:40 is 0"
}

// A quotient of durations has nanoseconds to spare.
func apart(p *plan) *time.Ticker {
	return time.NewTicker(time.Duration(p.seconds) * time.Second / time.Duration(p.requests))
}

type budget struct{ total, parts int }

func (b *budget) flags() {
	flag.IntVar(&b.total, "budget", 1000, "milliseconds in all")
	flag.IntVar(&b.parts, "parts", 10, "parts")
}

// Who has compared them knows.
func (b *budget) pace() *time.Ticker {
	if b.parts > b.total {
		b.parts = b.total
	}
	return time.NewTicker(time.Duration(b.total/b.parts) * time.Millisecond)
}

type hello struct {
	Version uint32
	PingMS  uint32
}

type session struct{ ping time.Duration }

func (s *session) negotiate(ms uint32) { s.ping = time.Duration(ms) * time.Millisecond / 3 }

func (s *session) read(r io.Reader) error {
	var h hello
	if err := binary.Read(r, binary.BigEndian, &h); err != nil {
		return err
	}
	s.negotiate(h.PingMS)
	return nil
}

func (s *session) pings() *time.Ticker {
	return time.NewTicker(s.ping) // want "the field PingMS, which is filled at quotient.go:75, is 0"
}

type state struct{ Every time.Duration }

func resume(r io.Reader) (*time.Ticker, error) {
	var s state
	if err := gob.NewDecoder(r).Decode(&s); err != nil {
		return nil, err
	}
	return time.NewTicker(s.Every), nil // want "the field Every, which is filled at quotient.go:90, is 0"
}

type header struct{ Every uint16 }

// The default is set.
func checkedHeader(r io.Reader) (*time.Ticker, error) {
	var h header
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return nil, err
	}
	if h.Every == 0 {
		h.Every = 1
	}
	return time.NewTicker(time.Duration(h.Every) * time.Second), nil
}
