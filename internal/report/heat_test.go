package report

import "testing"

func TestShare(t *testing.T) {
	for category, want := range map[string]float64{
		Hot("decode", 4.25): 4.2, Hot("memo", 0): 0, "decode": 0, "": 0, "a@b": 0,
	} {
		if got := Share(category); got != want {
			t.Errorf("Share(%q) = %v, want %v", category, got, want)
		}
	}
}
