package typestate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

// TestMemory copies and clears variables that have parts.
func TestMemory(t *testing.T) {
	table := place.NewTable()
	a, b := table.Root(new(ssa.Alloc)), table.Root(new(ssa.Alloc))
	field := func(p *place.Place, i int) *place.Place { return table.Sub(p, i, nil) }
	deref := func(p *place.Place) *place.Place { return table.Sub(p, place.Deref, nil) }
	fill := func() Memory[string] {
		return Memory[string]{
			field(a, 0): "x", field(field(a, 1), 2): "y", deref(field(a, 0)): "pointee", field(b, 3): "old",
		}
	}
	tests := []struct {
		name string
		do   func(Memory[string])
		want string
	}{
		{"copy", func(m Memory[string]) { m.Copy(table, a, b) }, "a0=x a1.2=y a0*=pointee b0=x b1.2=y"},
		{"copy to itself", func(m Memory[string]) { m.Copy(table, a, a) }, "a0=x a1.2=y a0*=pointee b3=old"},
		{"copy of nothing", func(m Memory[string]) { m.Copy(table, field(a, 7), b) }, "a0=x a1.2=y a0*=pointee"},
		{"part into whole", func(m Memory[string]) { m.Copy(table, field(a, 1), b) }, "a0=x a1.2=y a0*=pointee b2=y"},
		{"clear", func(m Memory[string]) { m.Clear(a) }, "a0*=pointee b3=old"},
		{"clear a part", func(m Memory[string]) { m.Clear(field(a, 1)) }, "a0=x a0*=pointee b3=old"},
	}
	var name func(p *place.Place) string
	name = func(p *place.Place) string {
		switch {
		case p == a:
			return "a"
		case p == b:
			return "b"
		case p.Field == place.Deref:
			return name(p.Parent) + "*"
		case p.Parent == a || p.Parent == b:
			return fmt.Sprintf("%s%d", name(p.Parent), p.Field)
		}
		return fmt.Sprintf("%s.%d", name(p.Parent), p.Field)
	}
	for _, test := range tests {
		m := fill()
		test.do(m)
		var got []string
		for p, v := range m {
			got = append(got, name(p)+"="+v)
		}
		want := strings.Fields(test.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", test.name, got, want)
		}
	}
}
