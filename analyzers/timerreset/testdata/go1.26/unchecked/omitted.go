package unchecked

import "time"

type poolOptions struct {
	Addr  string
	Check time.Duration
	Idle  time.Duration
	Scan  int
}

type connPool struct{ opts poolOptions }

func openPool(opts poolOptions) *connPool {
	p := &connPool{opts: opts}
	go p.health()
	go p.reap()
	go p.scan()
	return p
}

func dial(addr string) *connPool { return openPool(poolOptions{Addr: addr}) }

func (p *connPool) health() {
	for range time.NewTicker(p.opts.Check).C { // want `panics when the interval is not positive, and the field Check is left out of the struct at omitted.go:22, and is never checked`
	}
}

// It is checked.
func (p *connPool) reap() {
	if p.opts.Idle <= 0 {
		return
	}
	for range time.NewTicker(p.opts.Idle).C {
	}
}

func (p *connPool) scan() {
	for range time.NewTicker(time.Duration(p.opts.Scan) * time.Second).C { // want `the field Scan is left out of the struct at omitted.go:22`
	}
}

// The options are passed on by pointer, and used by value.
type sinkOptions struct {
	Name  string
	Flush time.Duration
}

func runSink(opts *sinkOptions) { flushSink(*opts) }

func flushSink(opts sinkOptions) {
	t := time.NewTicker(opts.Flush) // want `the field Flush is left out of the struct at omitted.go:56`
	t.Stop()
}

func stdout() { runSink(&sinkOptions{Name: "stdout"}) }

// A default is set before.
type feedOptions struct {
	Name string
	Poll time.Duration
}

func (o *feedOptions) defaults() { o.Poll = time.Minute }

func runFeed(opts feedOptions) {
	opts.defaults()
	t := time.NewTicker(opts.Poll)
	t.Stop()
}

func feedOf(name string) { runFeed(feedOptions{Name: name}) }

// Nobody here runs it with the options that leave it out.
type jobOptions struct {
	Name  string
	Every time.Duration
}

func describe(o jobOptions) string { return o.Name }

func nameOf(name string) string { return describe(jobOptions{Name: name}) }

func runJob(o jobOptions) {
	t := time.NewTicker(o.Every)
	t.Stop()
}
