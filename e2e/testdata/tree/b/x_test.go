package b_test

import (
	"testing"
	"time"

	"example.com/tree/b"
)

func TestOutside(t *testing.T) {
	b.Wait(time.Second)
	time.NewTicker(-1) // want
}
