package analyzers_test

import (
	"go/types"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// FuzzPrograms runs the suite over programs that a generator makes of bytes: two
// packages, of which one imports the other. Nothing panics, and two runs say the
// same.
func FuzzPrograms(f *testing.F) {
	standard()
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 400 {
			return // a longer one takes long, and shows nothing new
		}
		first, second := analyze(t, data), analyze(t, data)
		if !slices.Equal(first, second) {
			t.Errorf("two runs differ:\n%s\n\n%s", strings.Join(first, "\n"), strings.Join(second, "\n"))
		}
	})
}

// TestGenerator wants the generator's programs to compile, and the suite to find
// something in them.
func TestGenerator(t *testing.T) {
	found := make(map[string]bool)
	for _, seed := range seeds() {
		for _, m := range analyze(t, seed) {
			for _, name := range []string{"maprace", "timerreset", "hotunmarshal"} {
				found[name] = found[name] || strings.Contains(m, ": "+name+": ")
			}
		}
	}
	for _, name := range []string{"maprace", "timerreset", "hotunmarshal"} {
		if !found[name] {
			t.Errorf("%s finds nothing in any program", name)
		}
	}
}

// seeds returns bytes that lead everywhere in the generator.
func seeds() [][]byte {
	var out [][]byte
	for i := range 24 {
		var data []byte
		x := uint32(i*2654435761 + 1)
		for range 120 {
			x = x*1664525 + 1013904223
			data = append(data, byte(x>>24))
		}
		out = append(out, data)
	}
	return out
}

// analyze returns what the suite says of the programs of data.
func analyze(t *testing.T, data []byte) []string {
	t.Helper()
	d := newDriver(t.TempDir())
	lib := (&generator{data: data[:len(data)/2]}).program("lib", "")
	user := (&generator{data: data[len(data)/2:]}).program("user", "lib")
	for _, pkg := range []struct{ name, source string }{{"lib", lib}, {"user", user}} {
		if err := d.run("example.com/"+pkg.name, pkg.source); err != nil {
			t.Fatalf("%v in\n%s", err, pkg.source)
		}
	}
	for _, m := range d.failures() {
		t.Errorf("%s\nin\n%s\n%s", m, lib, user)
	}
	return d.messages
}

// FuzzFacts gives importers facts that are damaged: they do without, or make of them
// what they can; nothing panics, and nothing loops.
func FuzzFacts(f *testing.F) {
	standard()
	for i, seed := range seeds() {
		f.Add(seed, uint16(i*7), byte(1<<(i%8)), byte(i))
	}
	f.Fuzz(func(t *testing.T, program []byte, at uint16, flip, kind byte) {
		if len(program) > 400 {
			return
		}
		d := newDriver(t.TempDir())
		lib := (&generator{data: program}).program("lib", "")
		user := (&generator{data: program}).program("user", "lib")
		if err := d.run("example.com/lib", lib); err != nil {
			t.Fatalf("%v in\n%s", err, lib)
		}
		kinds := factTypes()
		typ := kinds[int(kind)%len(kinds)]
		d.tamper = func(fact analysis.Fact, data []byte) []byte {
			if reflect.TypeOf(fact) != typ || len(data) == 0 {
				return data
			}
			data = slices.Clone(data)
			if kind >= 128 {
				return data[:int(at)%len(data)]
			}
			data[int(at)%len(data)] ^= flip
			return data
		}
		if err := d.run("example.com/user", user); err != nil {
			t.Fatalf("%v in\n%s", err, user)
		}
		for _, m := range d.failures() {
			t.Errorf("%s\nwith a damaged %v, in\n%s\n%s", m, typ, lib, user)
		}
	})
}

// factTypes returns the types of facts of the suite.
func factTypes() []reflect.Type {
	var out []reflect.Type
	for _, a := range order() {
		for _, fact := range a.FactTypes {
			out = append(out, reflect.TypeOf(fact))
		}
	}
	return out
}

var _ types.Importer = (*driver)(nil)
