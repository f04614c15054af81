package plugin

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/config"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// fileSettings returns the settings of the user's file above the working directory, nil if
// there is none.
func fileSettings() (*config.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	file := config.Find(dir)
	if file == "" {
		return nil, nil
	}
	return config.Read(file)
}

// switchedOff applies what the file says beside flags of analyzers, and returns the analyzers
// that it switches off. A setting for none of them is an error.
func switchedOff(file *config.Config, all []*analysis.Analyzer) (map[string]bool, error) {
	off := make(map[string]bool)
	known := make(map[string]*analysis.Analyzer)
	for _, a := range all {
		known[a.Name] = a
	}
	if err := file.CheckNames(func(name string) bool { return known[name] != nil }); err != nil {
		return nil, err
	}
	for _, s := range file.Settings {
		var err error
		analyzer, flag, isFlag := strings.Cut(s.Flag, ".")
		a := known[analyzer]
		switch {
		case s.Flag == "disable":
			if err = report.Disabled.Set(s.Value); err == nil {
				err = analyzers.Known(report.Disabled.Names())
			}
		case s.Flag == "exclude":
			err = report.Excluded.Set(s.Value)
		case s.Flag == "baseline":
			// golangci-lint has its own
		case a != nil && !isFlag:
			off[analyzer] = s.Value == "false"
		case a == nil || a.Flags.Lookup(flag) == nil:
			err = fmt.Errorf("unknown setting or analyzer %q", s.Flag)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file.File, s.Line, err)
		}
	}
	return off, nil
}

// marker returns an analyzer that reports nothing. golangci-lint takes the names of a linter's
// analyzers into the key of its cache, and this one's changes with the file.
func marker(file *config.Config) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: fmt.Sprintf("incidentconfig%x", sha256.Sum256(file.Content)),
		Doc:  "incidentconfig: marks the settings in the key of the cache",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}
}
