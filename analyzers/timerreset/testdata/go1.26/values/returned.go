package values

import "time"

func never() func() time.Duration { return func() time.Duration { return 0 } }

func every(d time.Duration) func() time.Duration { return func() time.Duration { return d } }

type clock struct{ interval func() time.Duration }

func (c clock) of() func() time.Duration { return func() time.Duration { return -time.Second } }

func fromMaker() {
	t := time.NewTicker(never()()) // want "interval"
	defer t.Stop()
}

func fromVariable() {
	f := never()
	t := time.NewTicker(f()) // want "interval"
	defer t.Stop()
}

func fromMethod(c clock) {
	t := time.NewTicker(c.of()()) // want "interval"
	defer t.Stop()
}

func positive() {
	t := time.NewTicker(every(time.Second)())
	defer t.Stop()
}

func given(c clock) {
	t := time.NewTicker(c.interval())
	defer t.Stop()
}
