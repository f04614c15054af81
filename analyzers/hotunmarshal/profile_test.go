package hotunmarshal

import "testing"

func TestSymbol(t *testing.T) {
	for name, want := range map[string]string{
		"example.com/m/p.F":                "example.com/m/p.F",
		"example.com/m/p.F$1$2":            "example.com/m/p.F.func1.2",
		"(*example.com/m/p.T).M":           "example.com/m/p.(*T).M",
		"(example.com/m/p.T).M$1":          "example.com/m/p.T.M.func1",
		"(*gopkg.in/yaml.v3.Decoder).Next": "gopkg.in/yaml%2ev3.(*Decoder).Next",
		"example.com/m/cmd/serve.main$1":   "main.main.func1",
		"(*example.com/m/cmd/serve.T).M":   "main.(*T).M",
		"example.com/m/cmd/serve/sub.F":    "example.com/m/cmd/serve/sub.F",
	} {
		if got := symbol(name, "example.com/m/cmd/serve"); got != want {
			t.Errorf("symbol(%q) = %q, want %q", name, got, want)
		}
	}
}
