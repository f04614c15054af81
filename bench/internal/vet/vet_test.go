package vet

import "testing"

func TestParse(t *testing.T) {
	out := `go: downloading example.com/x v1.0.0
# example.com/m/a
{
	"example.com/m/a": {
		"maprace": [{"posn": "/d/a/a.go:3:2", "message": "races with a.go:9:1", "related": [{"posn": "/d/a/a.go:9:1", "message": "here"}]}]
	}
}
# example.com/m/b
b/b.go:1:1: undefined: y
b/b.go:2:1: undefined: z
{}
# example.com/m/d
cgo-gcc-prolog: In function '_cgo_x':
cgo-gcc-prolog:60:2: warning: 'f' is deprecated [-Wdeprecated-declarations]
   60 | f();
# [example.com/m/c]
c/c.go:3:1: type parameter requires go1.18 or later
`
	res, err := parse("/d", []byte(out))
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Findings) != 1 || res.Findings[0].Key() != "maprace a/a.go:3: races with a.go" || res.Findings[0].Related[0] != (Position{"a/a.go", 9}) {
		t.Errorf("findings: %+v", res.Findings)
	}
	if len(res.Broken) != 2 || res.Broken["example.com/m/c"] == "" || res.Broken["example.com/m/b"] != "b/b.go:1:1: undefined: y" {
		t.Errorf("broken: %v", res.Broken)
	}
}
