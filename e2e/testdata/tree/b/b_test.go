package b

import (
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	Wait(time.Second)
	time.NewTicker(0) // want
}
