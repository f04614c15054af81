package main

import (
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
)

func TestDiff(t *testing.T) {
	for _, test := range []struct{ first, second, want []string }{
		{nil, nil, nil},
		{[]string{"a", "b", "b"}, []string{"a", "b", "b"}, nil},
		{[]string{"a", "b", "b"}, []string{"b", "c"}, []string{"only the first run finds a", "only the first run finds b", "only the second run finds c"}},
	} {
		if got := diff(test.first, test.second); !slices.Equal(got, test.want) {
			t.Errorf("diff(%q, %q) = %q, want %q", test.first, test.second, got, test.want)
		}
	}
}

// Programs of several packages load with what they import; those that do not
// type-check are counted.
func TestPrograms(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, "fmt")
	if err != nil {
		t.Fatal(err)
	}
	programs, untyped, err := testPrograms(pkgs, "linux", "amd64", 1)
	if err != nil {
		t.Fatal(err)
	}
	several := 0
	for _, p := range programs {
		if p.Types == nil || !p.Types.Complete() {
			t.Errorf("%s is not complete", p.ID)
		}
		for path := range p.Imports {
			if path[0] == '.' {
				several++
			}
		}
	}
	if len(programs) < 1000 || untyped < 100 || several < 100 {
		t.Errorf("%d programs, %d imports of one from another, %d that do not type-check", len(programs), several, untyped)
	}
}
