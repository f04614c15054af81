package main

import "time"

func writeBefore(deadline <-chan time.Time, out chan int) bool {
	select {
	case out <- 1:
		return true
	case <-deadline:
		return false
	}
}

func twice(deadline <-chan time.Time, out chan int) bool {
	return writeBefore(deadline, out) && writeBefore(deadline, out)
}

type keeper struct{ c <-chan time.Time }

func (k *keeper) keep(c <-chan time.Time) { k.c = c }

// The function that has the channel receives from it only.
func ping(d time.Duration, out chan int) {
	t := time.NewTicker(d) // want "the ticker is never stopped"
	for writeBefore(t.C, out) {
	}
}

func pingTwice(d time.Duration, out chan int) {
	t := time.NewTicker(d) // want "the ticker is never stopped"
	for twice(t.C, out) {
	}
}

func tickUntil(out chan int) {
	c := time.Tick(time.Second) // want "never stopped"
	for writeBefore(c, out) {
	}
}

// It keeps the channel.
func kept(k *keeper, d time.Duration) {
	t := time.NewTicker(d)
	k.keep(t.C)
}

// It may keep the channel.
func passed(f func(<-chan time.Time), d time.Duration) {
	t := time.NewTicker(d)
	f(t.C)
}
