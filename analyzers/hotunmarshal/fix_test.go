package hotunmarshal

import "testing"

func TestHasOnceValues(t *testing.T) {
	for v, want := range map[string]bool{"": true, "go1.20": false, "go1.21": true, "go1.21.3": true, "go1.9": false, "go1.27rc1": true} {
		if got := hasOnceValues(v); got != want {
			t.Errorf("%q: %t", v, got)
		}
	}
}
