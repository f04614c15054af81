package plugin

import (
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
)

// suite returns two analyzers, the first of which has two flags.
func suite() (all []*analysis.Analyzer, strict *bool, depth *int) {
	a := &analysis.Analyzer{Name: "alpha"}
	strict = a.Flags.Bool("strict", false, "")
	depth = a.Flags.Int("depth", 3, "")
	return []*analysis.Analyzer{a, {Name: "beta"}}, strict, depth
}

// conf is a shorthand for what golangci-lint decodes from YAML.
type conf = map[string]any

func TestChoice(t *testing.T) {
	tests := []struct {
		conf any
		want []string
	}{
		{nil, []string{"alpha", "beta"}},
		{conf{"enable": []string{"beta"}}, []string{"beta"}},
		{conf{"disable": []string{"beta"}}, []string{"alpha"}},
		{conf{"disable": []string{"beta", "maprace/unguarded-read"}}, []string{"alpha"}},
		{conf{"enable": []string{"alpha", "beta"}, "disable": []string{"alpha"}}, []string{"beta"}},
	}
	for _, tt := range tests {
		s, err := register.DecodeSettings[Settings](tt.conf)
		if err != nil {
			t.Fatal(err)
		}
		all, _, _ := suite()
		chosen, err := s.apply(all, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range chosen {
			got = append(got, a.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.conf, got, tt.want)
		}
	}
}

// A second configuration must not see the flags of the first.
func TestFlagsDoNotLeak(t *testing.T) {
	all, strict, depth := suite()
	set := func(c any) {
		t.Helper()
		s, err := register.DecodeSettings[Settings](c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.apply(all, nil); err != nil {
			t.Fatal(err)
		}
	}
	set(conf{"analyzers": conf{"alpha": conf{"strict": true, "depth": 12}}})
	if !*strict || *depth != 12 {
		t.Errorf("strict = %v, depth = %v; want true, 12", *strict, *depth)
	}
	set(nil)
	if *strict || *depth != 3 {
		t.Errorf("after a run with other settings: strict = %v, depth = %v; want the defaults false, 3", *strict, *depth)
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		conf any
		want string
	}{
		{conf{"enabled": []string{"alpha"}}, `unknown field "enabled"`},
		{conf{"enable": []string{"alfa"}}, `unknown analyzer "alfa"; there are alpha, beta`},
		{conf{"disable": []string{"alfa"}}, `unknown analyzer "alfa"`},
		{conf{"disable": []string{"maprace/unguarded-raed"}}, `unknown rule "maprace/unguarded-raed"; did you mean maprace/unguarded-read?`},
		{conf{"disable": []string{"alpha", "beta"}}, "every analyzer off"},
		{conf{"analyzers": conf{"alfa": conf{}}}, `unknown analyzer "alfa"`},
		{conf{"analyzers": conf{"alpha": conf{"strikt": true}}}, `analyzer alpha: unknown setting "strikt"`},
		{conf{"analyzers": conf{"alpha": conf{"strict": "perhaps"}}}, `analyzer alpha: setting "strict"`},
		{conf{"analyzers": conf{"alpha": conf{"depth": []int{1}}}}, "want a string, a number or a boolean"},
		{conf{"trace": "perhaps"}, `setting "trace" is "perhaps": want message, related or none`},
		{conf{"analyzers": conf{"alpha": conf{"depth": nil}}}, "want a string, a number or a boolean"},
	}
	for _, tt := range tests {
		s, err := register.DecodeSettings[Settings](tt.conf)
		if err == nil {
			all, _, _ := suite()
			if all, err = s.apply(all, nil); err == nil {
				_, err = withTrace(all, s.Trace)
			}
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: got error %v, want %q", tt.conf, err, tt.want)
		}
	}
}

// golangci-lint finds the plugin by its name and gets the whole suite.
func TestRegistered(t *testing.T) {
	newPlugin, err := register.GetPlugin("golint-incidents")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlugin(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(analyzers.All), analyzers.Directives)
	if !slices.EqualFunc(got, want, func(a, b *analysis.Analyzer) bool { return a.Name == b.Name }) {
		t.Errorf("got %v, want the suite", got)
	}
	if p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Errorf("load mode %q: the analyzers need types", p.GetLoadMode())
	}
}
