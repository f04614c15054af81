package typestate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/place"
)

type text string

func (text) Weight(any) uint64 { return 0 }

// TestMemory copies and clears variables that have parts.
func TestMemory(t *testing.T) {
	table := place.NewTable()
	a, b := table.Root(new(ssa.Alloc)), table.Root(new(ssa.Alloc))
	field := func(p *place.Place, i int) *place.Place { return table.Sub(p, i, nil) }
	deref := func(p *place.Place) *place.Place { return table.Sub(p, place.Deref, nil) }
	var full Memory[text]
	full.Set(field(a, 0), "x")
	full.Set(field(field(a, 1), 2), "y")
	full.Set(deref(field(a, 0)), "pointee")
	full.Set(field(b, 3), "old")
	tests := []struct {
		name string
		do   func(*Memory[text])
		want string
	}{
		{"copy", func(m *Memory[text]) { m.Copy(table, a, b) }, "a0=x a1.2=y a0*=pointee b0=x b1.2=y"},
		{"copy to itself", func(m *Memory[text]) { m.Copy(table, a, a) }, "a0=x a1.2=y a0*=pointee b3=old"},
		{"copy of nothing", func(m *Memory[text]) { m.Copy(table, field(a, 7), b) }, "a0=x a1.2=y a0*=pointee"},
		{"part into whole", func(m *Memory[text]) { m.Copy(table, field(a, 1), b) }, "a0=x a1.2=y a0*=pointee b2=y"},
		{"clear", func(m *Memory[text]) { m.Clear(a) }, "a0*=pointee b3=old"},
		{"clear a part", func(m *Memory[text]) { m.Clear(field(a, 1)) }, "a0=x a0*=pointee b3=old"},
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
		m := full
		test.do(&m)
		var got []string
		for p, v := range m.All() {
			got = append(got, name(p)+"="+string(v))
		}
		want := strings.Fields(test.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", test.name, got, want)
		}
	}
}
