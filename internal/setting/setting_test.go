package setting_test

import (
	"flag"
	"testing"

	"github.com/golint-incidents/golint-incidents/internal/setting"
)

func TestSet(t *testing.T) {
	var n int
	var share float64
	var names string
	values := map[string]flag.Value{
		"n": setting.AtLeast(&n, 16, 1), "share": setting.Percent(&share), "names": setting.Functions(&names),
	}
	for _, tt := range []struct {
		value, text string
		ok          bool
	}{
		{"n", "1", true}, {"n", "0", false}, {"n", "-5", false}, {"n", "many", false}, {"n", "99999999999999999999", false},
		{"share", "0", true}, {"share", "99.5", true}, {"share", "100", true}, {"share", "5%", true},
		{"share", "500", false}, {"share", "-1", false}, {"share", "NaN", false}, {"share", "", false},
		{"names", "", true}, {"names", "example.com/m.F", true}, {"names", "(*example.com/m/v2.T).M, main.g", true}, {"names", "(gopkg.in/x.v2.T).m", true},
		{"names", "F", false}, {"names", "example.com/m/F", false}, {"names", "a b", false}, {"names", "(example.com/m.T)", false},
	} {
		if err := values[tt.value].Set(tt.text); (err == nil) != tt.ok {
			t.Errorf("%s = %q: got error %v, want one: %v", tt.value, tt.text, err, !tt.ok)
		}
	}
	if n != 1 || share != 5 || names != "(gopkg.in/x.v2.T).m" {
		t.Errorf("bad values changed good ones: %v, %v, %q", n, share, names)
	}
}

func TestPackage(t *testing.T) {
	for name, want := range map[string]string{
		"example.com/m.F": "example.com/m", "(*example.com/m/v2.T).M": "example.com/m/v2", " main.g": "main", "(gopkg.in/x.v2.T).m": "gopkg.in/x.v2",
	} {
		if got := setting.Package(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
