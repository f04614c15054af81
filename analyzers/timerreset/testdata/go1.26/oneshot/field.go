package oneshot

import (
	"context"
	"time"
)

type keepalive struct {
	t     *time.Timer
	every time.Duration
	send  func() error
}

// The timer is in a field, and an error passes its Reset by.
func (k *keepalive) run(ctx context.Context) {
	k.t = time.NewTimer(k.every)
	defer k.t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.t.C: // want `this case does not run again after an error`
			if err := k.send(); err != nil {
				continue
			}
			k.t.Reset(k.every)
		}
	}
}

type renewer struct {
	t     *time.Timer
	renew func() error
}

// A constructor makes it.
func newRenewer(d time.Duration) *renewer { return &renewer{t: time.NewTimer(d)} }

func (r *renewer) loop(done chan bool) {
	for {
		select {
		case <-r.t.C: // want `this case does not run again after an error`
			if err := r.renew(); err == nil {
				r.t.Reset(time.Second)
			}
		case <-done:
			return
		}
	}
}

type refresher struct {
	t    *time.Timer
	load func() error
}

func newRefresher(d time.Duration) *refresher { return &refresher{t: time.NewTimer(d)} }

// It is armed in any case.
func (r *refresher) loop(done chan bool) {
	for {
		select {
		case <-r.t.C:
			wait := time.Minute
			if err := r.load(); err != nil {
				wait = time.Second
			}
			r.t.Reset(wait)
		case <-done:
			return
		}
	}
}

type nudged struct {
	t    *time.Timer
	load func() error
}

func newNudged(d time.Duration) *nudged { return &nudged{t: time.NewTimer(d)} }

// Another method arms it, too.
func (n *nudged) loop(done chan bool) {
	for {
		select {
		case <-n.t.C:
			if err := n.load(); err != nil {
				continue
			}
			n.t.Reset(time.Minute)
		case <-done:
			return
		}
	}
}

func (n *nudged) nudge() { n.t.Reset(0) }
