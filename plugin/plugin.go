// Package plugin makes the suite a linter of golangci-lint, by its module
// plugin system (https://golangci-lint.run/docs/plugins/module-plugins/).
//
// Build a golangci-lint that has it with golangci-lint custom and this
// .custom-gcl.yml:
//
//	version: v2.15.0
//	plugins:
//	  - module: github.com/golint-incidents/golint-incidents
//	    import: github.com/golint-incidents/golint-incidents/plugin
//	    version: latest
//
// and switch it on in .golangci.yml:
//
//	version: "2"
//	linters:
//	  enable:
//	    - golint-incidents
//	  settings:
//	    custom:
//	      golint-incidents:
//	        type: module
//	        description: finds what takes services down
//	        original-url: https://github.com/golint-incidents/golint-incidents
//	        settings:
//	          disable: []
//	          trace: message
//	          analyzers:
//	            timerreset: {}
//	issues:
//	  # By default golangci-lint shows one issue per line, 50 of a linter and 3 of
//	  # a text.
//	  max-issues-per-linter: 0
//	  max-same-issues: 0
//	  uniq-by-line: false
//
// See [Settings] for what can be set.
package plugin

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/config"
	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// Name is what .golangci.yml calls the linter.
const Name = "golint-incidents"

func init() { register.Plugin(Name, New) }

// Settings is what .golangci.yml may say below settings. Anything else there,
// unknown analyzers and unknown flags are errors.
type Settings struct {
	// Enable lists the analyzers to run, instead of all.
	Enable []string `json:"enable"`
	// Disable lists the analyzers not to run, and the rules that report nothing.
	Disable []string `json:"disable"`
	// Analyzers holds the flags of each analyzer, as its flag set names them.
	Analyzers map[string]map[string]json.RawMessage `json:"analyzers"`
	// Trace says what becomes of the places that explain a finding: "message",
	// the default, has them in its text, "related" reports each by itself, as
	// golangci-lint does with related information, and "none" leaves them out.
	Trace string `json:"trace"`
	// Debug prints the stacks of internal errors.
	Debug bool `json:"debug"`
}

type plugin struct{ analyzers []*analysis.Analyzer }

// New returns the plugin for the given settings.
func New(conf any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[Settings](conf)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	file, err := fileSettings()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	chosen, err := s.apply(analyzers.All, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	if len(chosen) == len(analyzers.All) {
		chosen = append(chosen, analyzers.Directives)
	}
	traced, err := withTrace(chosen, s.Trace)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	contain.Debug = s.Debug
	if file != nil {
		traced = append(traced, marker(file))
	}
	return &plugin{traced}, nil
}

// BuildAnalyzers returns the analyzers that the settings ask for.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) { return p.analyzers, nil }

// GetLoadMode says that the analyzers need types.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// apply sets the flags of all analyzers, to their defaults where the settings
// say nothing (an earlier call may have set others), and returns those to run.
// The settings of the user's file, nil if there is none, come before these.
func (s *Settings) apply(all []*analysis.Analyzer, file *config.Config) ([]*analysis.Analyzer, error) {
	known := make(map[string]*analysis.Analyzer)
	for _, a := range all {
		known[a.Name] = a
	}
	var rules []string
	disable := slices.DeleteFunc(slices.Clone(s.Disable), func(name string) bool {
		if strings.Contains(name, "/") {
			rules = append(rules, name)
			return true
		}
		return false
	})
	err := analyzers.Known(rules)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Concat(s.Enable, disable, slices.Sorted(maps.Keys(s.Analyzers))) {
		if known[name] == nil {
			return nil, fmt.Errorf("unknown analyzer %q; there are %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
	}
	report.Disabled, report.Excluded = report.Choice{}, report.Globs{} // an earlier call may have set others
	var off map[string]bool
	if file != nil {
		if off, err = switchedOff(file, all); err != nil {
			return nil, err
		}
	}
	var chosen []*analysis.Analyzer
	for _, a := range all {
		if err := setFlags(&a.Flags, file, a.Name, s.Analyzers[a.Name]); err != nil {
			return nil, fmt.Errorf("analyzer %s: %w", a.Name, err)
		}
		enabled := len(s.Enable) == 0 || slices.Contains(s.Enable, a.Name)
		if enabled && !slices.Contains(disable, a.Name) && !off[a.Name] {
			chosen = append(chosen, a)
		}
	}
	if len(rules) > 0 {
		if err := report.Disabled.Set(strings.Join(rules, ",")); err != nil {
			return nil, err
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("the settings switch every analyzer off")
	}
	return chosen, nil
}

// setFlags sets the flags to the given values, and the others to those of the user's file
// or their defaults.
func setFlags(fs *flag.FlagSet, file *config.Config, analyzer string, values map[string]json.RawMessage) error {
	var firstErr error
	fs.VisitAll(func(f *flag.Flag) {
		if err := f.Value.Set(f.DefValue); err != nil && firstErr == nil {
			firstErr = fmt.Errorf("default of %s: %w", f.Name, err)
		}
	})
	if firstErr != nil {
		return firstErr
	}
	if file != nil {
		for _, s := range file.Settings {
			if own, ok := strings.CutPrefix(s.Flag, analyzer+"."); ok {
				if err := fs.Set(own, s.Value); err != nil {
					return fmt.Errorf("%s:%d: %w", file.File, s.Line, err)
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if fs.Lookup(name) == nil {
			return fmt.Errorf("unknown setting %q", name)
		}
		value, err := scalar(values[name])
		if err != nil {
			return fmt.Errorf("setting %q: %w", name, err)
		}
		if err := fs.Set(name, value); err != nil {
			return fmt.Errorf("setting %q: %w", name, err)
		}
	}
	return nil
}

// scalar returns a JSON string, number or boolean as a flag takes it.
func scalar(raw json.RawMessage) (string, error) {
	switch raw[0] {
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case '{', '[', 'n':
		return "", fmt.Errorf("want a string, a number or a boolean, not %s", raw)
	}
	return string(raw), nil
}
