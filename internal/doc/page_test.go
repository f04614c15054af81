package doc

import (
	"strings"
	"testing"
)

const archive = `-- flags --
-a.b
-- wrong.mod --
go 1.22
-- wrong.go --
func f() {

	g()
}
-- message --
f calls g
-- right.go --
func f() {}
-- fix --
Do not call g.
-- limits --
Other calls.
`

func TestPage(t *testing.T) {
	p, err := ParsePage(archive)
	if err != nil {
		t.Fatal(err)
	}
	const want = `It reports only with -a.b.

	WRONG
		go 1.22

		func f() {

			g()
		}

It says:

	f calls g

	RIGHT
		func f() {}

# How to fix

Do not call g.

# What it cannot see

Other calls.
`
	if got := p.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for old, change := range map[string]string{
		"-- fix --":     "-- fox --",
		"Other calls.":  "",
		"-- message --": "-- fix --\nx\n-- fix --",
	} {
		if p, err := ParsePage(strings.Replace(archive, old, change, 1)); err == nil {
			t.Errorf("%q in place of %q: no error, %+v", change, old, p)
		}
	}
}
