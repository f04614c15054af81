package b_test

import (
	"testing"
	"time"

	_ "example.com/tree/b"
)

func TestOutside(t *testing.T) {
	<-time.NewTicker(-1).C // want
}
