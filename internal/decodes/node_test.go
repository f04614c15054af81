package decodes

import "testing"

func TestShort(t *testing.T) {
	for name, want := range map[string]string{
		"example.com/a/b.F":          "b.F",
		"(*example.com/a/b.T).M":     "(*b.T).M",
		"(example.com/a/b.T).M":      "(b.T).M",
		"(*example.com/a/b.T).M$1$2": "a function in (*b.T).M",
		"main.main":                  "main.main",
	} {
		if got := Short(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
