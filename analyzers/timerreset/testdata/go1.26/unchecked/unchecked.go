// Package unchecked makes tickers with intervals that nothing checks.
package unchecked

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"
)

type config struct {
	Path     string        `json:"path"`
	Interval int           `json:"interval"`
	Flush    time.Duration `json:"flush"`
	Sync     time.Duration `json:"sync"`
	Scan     int           `json:"scan"`
	Sub      struct {
		Rate time.Duration `json:"rate"`
	} `json:"sub"`
	Default time.Duration `json:"default"`
}

func load(file string) (*config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	c := &config{Default: time.Minute}
	if err := json.Unmarshal(data, c); err != nil {
		return nil, err
	}
	if c.Sync <= 0 {
		c.Sync = time.Second
	}
	return c, nil
}

func (c *config) run() {
	a := time.NewTicker(time.Duration(c.Interval) * time.Second) // want `time.NewTicker panics when the interval is not positive, and the field Interval, which is filled at unchecked.go:31, is 0 where the input does not have it`
	defer a.Stop()
	b := time.NewTicker(c.Flush) // want `and the field Flush, which is filled at`
	defer b.Stop()
	d := time.NewTicker(c.Sub.Rate) // want `and the field Rate, which is filled at`
	defer d.Stop()
	// Checked, or with a default.
	e := time.NewTicker(c.Sync)
	defer e.Stop()
	f := time.NewTicker(c.Default)
	defer f.Stop()
}

// By way of a parameter of a function that is run elsewhere.
func poll(seconds int) {
	go func() {
		t := time.NewTicker(time.Duration(seconds) * time.Second) // want `and the field Scan, which is filled at`
		defer t.Stop()
		<-t.C
	}()
}

func (c *config) start() {
	n := 0
	if c.Path != "" {
		n = c.Scan
	}
	poll(n)
}

var (
	every    = flag.Duration("every", 0, "interval")
	seconds  = flag.Int("seconds", 0, "interval")
	sensible = flag.Duration("sensible", time.Second, "interval")
	guarded  = flag.Duration("guarded", 0, "interval")
	inVar    time.Duration
)

func init() { flag.DurationVar(&inVar, "in", 0, "interval") }

func flags() {
	a := time.NewTicker(*every) // want `and the flag at unchecked.go:72 is 0 by default`
	defer a.Stop()
	b := time.NewTicker(time.Duration(*seconds) * time.Second) // want `and the flag at unchecked.go:73 is 0 by default`
	defer b.Stop()
	c := time.NewTicker(inVar) // want `and the flag at unchecked.go:79 is 0 by default`
	defer c.Stop()
	d := time.NewTicker(*sensible)
	defer d.Stop()
	if *guarded > 0 {
		e := time.NewTicker(*guarded)
		defer e.Stop()
	}
}

func env() {
	n, _ := strconv.Atoi(os.Getenv("SECONDS"))
	a := time.NewTicker(time.Duration(n) * time.Second) // want `and Atoi at unchecked.go:97 returns 0 for a text that it cannot read: its error is dropped`
	defer a.Stop()
	d, _ := time.ParseDuration(os.Getenv("EVERY"))
	b := time.NewTicker(d) // want `and ParseDuration at unchecked.go:100 returns 0`
	defer b.Stop()
	a.Reset(parsed("EVERY")) // want `Ticker.Reset panics when the interval is not positive, and ParseDuration at`
}

func parsed(name string) time.Duration {
	d, _ := time.ParseDuration(os.Getenv(name))
	return d
}

func checked() error {
	n, err := strconv.Atoi(os.Getenv("SECONDS"))
	if err != nil {
		return err
	}
	a := time.NewTicker(time.Duration(n) * time.Second)
	defer a.Stop()
	m, _ := strconv.Atoi(os.Getenv("SECONDS"))
	b := time.NewTicker(max(time.Duration(m)*time.Second, time.Second))
	defer b.Stop()
	return nil
}

func until(at, from time.Time, every, took time.Duration) {
	a := time.NewTicker(time.Until(at)) // want `and time.Until at unchecked.go:125 is 0 or less when that time has passed`
	defer a.Stop()
	b := time.NewTicker(at.Sub(from)) // want `and the difference at unchecked.go:127 is 0 or less`
	defer b.Stop()
	c := time.NewTicker(every - took) // want `and the difference at unchecked.go:129 is 0 or less`
	defer c.Stop()
	if left := time.Until(at); left > 0 {
		d := time.NewTicker(left)
		defer d.Stop()
	}
	// A timer may fire at once.
	e := time.NewTimer(time.Until(at))
	defer e.Stop()
}

func Rate(perSecond int) {
	t := time.NewTicker(time.Duration(1000/perSecond) * time.Millisecond) // want `and the quotient at unchecked.go:141 is 0 when the divisor is more than 1000`
	defer t.Stop()
}

func fine(perSecond int) {
	t := time.NewTicker(time.Second / time.Duration(perSecond))
	defer t.Stop()
}

func fixed(perSecond int) {
	t := time.NewTicker(time.Duration(1000/perSecond) * time.Millisecond)
	defer t.Stop()
}

func callFixed() { fixed(10) }

func Late(every time.Duration) error {
	t := time.NewTicker(every) // want `and the test at unchecked.go:160 comes too late`
	defer t.Stop()
	if every <= 0 {
		return fmt.Errorf("interval %v", every)
	}
	<-t.C
	return nil
}

func Early(every time.Duration) error {
	if every <= 0 {
		return fmt.Errorf("interval %v", every)
	}
	t := time.NewTicker(every)
	defer t.Stop()
	if every == 0 {
		return nil
	}
	return nil
}

// Nobody knows who calls it.
func Open(every time.Duration) *time.Ticker { return time.NewTicker(every) }

type options struct{ Every time.Duration }

func (o options) run() {
	t := time.NewTicker(o.Every)
	defer t.Stop()
}

// Printed only.
func show(o *options) { fmt.Println(o) }

func lateScaled(n int, f func()) {
	t := time.NewTicker(time.Duration(n) * time.Second) // want `and the test at unchecked.go:\d+ comes too late`
	defer t.Stop()
	if n <= 0 {
		return
	}
	for range t.C {
		f()
	}
}

func early(n int, f func()) {
	if n <= 0 {
		return
	}
	t := time.NewTicker(time.Millisecond * time.Duration(n))
	defer t.Stop()
	for range t.C {
		if n == 0 {
			return
		}
		f()
	}
}

type poller struct{ seconds int }

func (p *poller) run(f func()) {
	t := time.NewTicker(time.Second * time.Duration(p.seconds)) // want `and the test at unchecked.go:\d+ comes too late`
	defer t.Stop()
	if p.seconds == 0 {
		return
	}
	for range t.C {
		f()
	}
}

// Tested by the constructor, too.
type prober struct{ seconds int }

func newProber(seconds int) *prober {
	p := &prober{seconds}
	if p.seconds < 1 {
		return nil
	}
	if p.seconds <= 0 {
		return nil
	}
	return p
}

func (p *prober) run(f func()) {
	t := time.NewTicker(time.Second * time.Duration(p.seconds))
	defer t.Stop()
	if p.seconds == 0 {
		return
	}
	for range t.C {
		f()
	}
}
