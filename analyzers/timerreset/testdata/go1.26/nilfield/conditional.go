package nilfield

import (
	"errors"
	"time"
)

type flusher struct {
	every time.Duration
	tick  *time.Ticker
	done  chan bool
}

func newFlusher(every time.Duration) *flusher {
	f := &flusher{every: every, done: make(chan bool)}
	if every > 0 {
		f.tick = time.NewTicker(every)
		go f.loop()
	}
	return f
}

// It runs only if the ticker was made.
func (f *flusher) loop() {
	defer f.tick.Stop()
	for {
		select {
		case <-f.tick.C:
		case <-f.done:
			return
		}
	}
}

func (f *flusher) Close() {
	close(f.done)
	f.tick.Stop() // want `Stop panics if the field tick is nil: newFlusher makes it only if the condition at conditional.go:16 holds`
}

// The field decides.
func (f *flusher) Pause() {
	if f.every > 0 {
		f.tick.Stop()
	}
}

type lease struct{ expiry *time.Timer }

func newLease(ttl time.Duration, renew bool) *lease {
	l := new(lease)
	if renew != false {
		l.expiry = time.AfterFunc(ttl, func() {})
	}
	return l
}

func (l *lease) Renew(ttl time.Duration) {
	l.expiry.Reset(ttl) // want `Reset panics if the field expiry is nil: newLease makes it`
}

func (l *lease) Release() {
	if l.expiry != nil {
		l.expiry.Stop()
	}
}

// Who gets an error gets nothing else.
type probe struct{ tick *time.Ticker }

func newProbe(every time.Duration) (*probe, error) {
	p := &probe{}
	if every <= 0 {
		return nil, errors.New("interval")
	}
	p.tick = time.NewTicker(every)
	return p, nil
}

func (p *probe) Close() { p.tick.Stop() }

// Another method makes it.
type late struct{ tick *time.Ticker }

func newLate(every time.Duration) *late {
	l := &late{}
	if every > 0 {
		l.tick = time.NewTicker(every)
	}
	return l
}

func (l *late) Start() { l.tick = time.NewTicker(time.Second) }

func (l *late) Close() { l.tick.Stop() }
