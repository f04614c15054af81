package setting

import "testing"

// FuzzSet sets settings to nonsense: a value in bounds, or an error and the old one.
func FuzzSet(f *testing.F) {
	for _, seed := range []string{"0", "-5", "500", "1e3", "99.9", "NaN", "Inf", "a.b,(*c.d).E", ",", "x y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := 7
		i := AtLeast(&n, 7, 1)
		if err := i.Set(text); err != nil && n != 7 || n < 1 {
			t.Errorf("Set(%q): %v, %d", text, err, n)
		}
		var p float64
		share := Percent(&p)
		p = 5
		if err := share.Set(text); err != nil && p != 5 || !(p >= 0 && p <= 100) {
			t.Errorf("Set(%q): %v, %v", text, err, p)
		}
		var names string
		functions := Functions(&names)
		names = "a.b"
		if err := functions.Set(text); err != nil && names != "a.b" {
			t.Errorf("Set(%q): %v, %q", text, err, names)
		}
		Package(text)
	})
}
