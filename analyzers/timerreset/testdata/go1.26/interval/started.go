package interval

import "time"

func beat(first, every time.Duration, stop <-chan struct{}, f func()) {
	t := time.NewTicker(first) // want "it is 0 or less in the goroutine that is started at started.go:20"
	defer t.Stop()
	for {
		select {
		case <-t.C:
			f()
			t.Reset(every) // want "it is 0 or less in the goroutine that is started at started.go:21"
		case <-stop:
			return
		}
	}
}

func startBeats(stop <-chan struct{}, f func()) {
	go beat(0, time.Minute, stop, f)
	go beat(time.Second, -1, stop, f)
}

// beatOrNot knows what 0 means.
func beatOrNot(every time.Duration, stop <-chan struct{}) {
	if every == 0 {
		return
	}
	t := time.NewTicker(every)
	defer t.Stop()
	<-stop
}

func startNone(stop <-chan struct{}) { go beatOrNot(0, stop) }
