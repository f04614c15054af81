package report

import "testing"

func TestConfidence(t *testing.T) {
	for _, want := range []Confidence{ByName, Inferred, Proven} {
		var got Confidence
		if err := got.Set(want.String()); err != nil || got != want {
			t.Errorf("Set(%q) = %v, %v", want, got, err)
		}
	}
	got := Inferred
	if err := got.Set("certain"); err == nil || got != Inferred {
		t.Errorf("Set(certain): %v, %v; want an error, and the flag as it was", got, err)
	}
}
