package spell_test

import (
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/spell"
)

func TestNearest(t *testing.T) {
	names := []string{"json", "fix", "diff", "timerreset", "c"}
	for word, want := range map[string]string{
		"jsn": "json", "timereset": "timerreset", "timer-reset": "timerreset", "fx": "fix", "completely": "", "dif": "diff",
	} {
		if got := spell.Nearest(word, names); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
