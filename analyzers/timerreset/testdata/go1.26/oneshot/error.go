package oneshot

import (
	"errors"
	"time"
)

// An error passes the Reset by.
func refresh(d time.Duration, quit <-chan struct{}, f func() error) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-quit:
			return
		case <-t.C: // want "this case does not run again after an error: only this case Resets the timer, and the error at error.go:17"
			if err := f(); err != nil {
				continue
			}
			t.Reset(d)
		}
	}
}

// The other branch has it.
func renew(d time.Duration, quit <-chan struct{}, get func() (int, error), put func(int)) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C: // want "this case does not run again after an error"
			if n, err := get(); err == nil {
				put(n)
				t.Reset(d)
			}
		case <-quit:
			t.Stop()
			return
		}
	}
}

// Two errors.
func upload(d time.Duration, quit <-chan struct{}, get func() (int, error), put func(int) error, log func(error)) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C: // want "this case does not run again after an error"
			n, err := get()
			if err != nil {
				log(err)
				t.Reset(d)
				continue
			}
			if err := put(n); err != nil {
				log(err)
				break
			}
			t.Reset(d)
		case <-quit:
			return
		}
	}
}

// It is Reset first.
func first(d time.Duration, quit <-chan struct{}, f func() error) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			t.Reset(d)
			if err := f(); err != nil {
				continue
			}
		case <-quit:
			return
		}
	}
}

// An error ends it.
func ends(d time.Duration, quit <-chan struct{}, f func() error) error {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			if err := f(); err != nil {
				return err
			}
			t.Reset(d)
		case <-quit:
			return nil
		}
	}
}

// Another case goes round, and arms it.
func either(d time.Duration, in <-chan int, f func() error) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			if err := f(); err != nil {
				continue
			}
			t.Reset(d)
		case _, ok := <-in:
			if !ok {
				return
			}
			t.Reset(d)
		}
	}
}

var errDone = errors.New("done")

// A retry is wanted as long as there is an error.
func untilDone(d time.Duration, quit <-chan struct{}, f func() error) {
	t := time.NewTimer(d)
	for {
		select {
		case <-t.C:
			if err := f(); err != nil {
				t.Reset(d)
			}
		case <-quit:
			return
		}
	}
}
