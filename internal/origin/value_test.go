package origin

import "testing"

var samples = []Value{
	{},
	literal("theme"),
	literal("SELECT value FROM settings"),
	literal("system_setting"),
	{Class: Config, Source: "os.ReadFile", Place: "a.go:1"},
	{Class: Config, Source: "os.Getenv", Place: "a.go:2", File: "a.json"},
	param(0),
	param(3),
	Looked(literal("theme"), true),
	Looked(Value{Class: Lookup, Key: true, Text: true}, true),
	{Class: Keyed},
	{Class: Request},
	Unknown,
}

// TestJoin checks the laws of a semilattice, on which the fixpoints rest.
func TestJoin(t *testing.T) {
	for _, a := range samples {
		if Join(a, a) != a {
			t.Errorf("%+v joined with itself is %+v", a, Join(a, a))
		}
		for _, b := range samples {
			if Join(a, b) != Join(b, a) {
				t.Errorf("%+v and %+v: %+v, but the other way round %+v", a, b, Join(a, b), Join(b, a))
			}
			for _, c := range samples {
				if Join(a, Join(b, c)) != Join(Join(a, b), c) {
					t.Errorf("%+v, %+v and %+v: the order counts", a, b, c)
				}
			}
		}
	}
}

func TestSubst(t *testing.T) {
	config := Value{Class: Config, Source: "os.Getenv"}
	for _, test := range []struct {
		name string
		v    Value
		args []Value
		want Class
	}{
		{"nothing to replace", config, nil, Config},
		{"a configuration", param(1), []Value{Unknown, config}, Config},
		{"one part of the request", Join(param(0), param(1)), []Value{config, {Class: Request}}, Request},
		{"an argument too few", param(2), []Value{config}, Unclear},
		{"more parameters than can be told apart", param(MaxParams), nil, Unclear},
	} {
		if got := test.v.Subst(test.args); got.Class != test.want || got.Params != 0 {
			t.Errorf("%s: %+v, want class %d", test.name, got, test.want)
		}
	}
}

// TestSetting asks what makes a looked up value a setting: a constant key, and
// a name that says so, of the key or of the function that gets it.
func TestSetting(t *testing.T) {
	generic := Looked(param(0), false) // get(key)
	named := Looked(param(0), true)    // setting(key)
	for _, test := range []struct {
		name string
		v    Value
		want bool
	}{
		{"setting(\"theme\")", Looked(literal("theme"), true), true},
		{"get(\"theme\")", Looked(literal("theme"), false), false},
		{"get(\"theme_settings\")", Looked(literal("theme_settings"), false), true},
		{"setting(query)", Looked(literal("SELECT value FROM t"), true), false},
		{"setting(request)", Looked(Value{Class: Request}, true), false},
		{"setting()", Looked(Value{}, true), false},
		{"get(key) for \"theme_settings\"", generic.Subst([]Value{literal("theme_settings")}), true},
		{"get(key) for \"theme\"", generic.Subst([]Value{literal("theme")}), false},
		{"setting(key) for \"theme\"", named.Subst([]Value{literal("theme")}), true},
		{"setting(key) through a parameter", named.Subst([]Value{param(1)}).Subst([]Value{{}, literal("theme")}), true},
		{"setting(key) for a request", named.Subst([]Value{{Class: Request}}), false},
		{"get(key) for a request", generic.Subst([]Value{Join(literal("setting_"), Value{Class: Request})}), false},
	} {
		if got := test.v.Setting(); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
