package driver

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/config"
)

// NoConfig is the value of the flag -config for no file.
const NoConfig = "none"

// withConfig returns the arguments of the tool with the settings of the user's file before
// them. The command names none, as it passes the settings on as flags. Only packages of
// the user's own modules have a file above.
func withConfig(args []string, analyzers []*analysis.Analyzer) ([]string, error) {
	flags, unitFile := args[:len(args)-1], args[len(args)-1]
	file := ""
	for _, arg := range flags {
		if name, value, _ := strings.Cut(strings.TrimLeft(arg, "-"), "="); name == configFlag {
			file = value
		}
	}
	switch file {
	case NoConfig:
		return args, nil
	case "":
		u, err := readUnit(unitFile)
		if err != nil {
			return nil, err
		}
		if u.ModuleVersion != "" || u.standard() {
			return args, nil // not the user's
		}
		if file = config.Find(u.Dir); file == "" {
			return args, nil
		}
	}
	c, err := config.Read(file)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{disableFlag: true, excludeFlag: true}
	for _, a := range analyzers {
		known[a.Name] = true
		for _, s := range c.Settings {
			if _, own, ok := strings.Cut(s.Flag, a.Name+"."); ok && a.Flags.Lookup(own) != nil {
				known[s.Flag] = true
			}
		}
	}
	if err := c.CheckNames(func(name string) bool { return known[name] }); err != nil {
		return nil, err
	}
	for _, s := range c.Settings {
		if !known[s.Flag] && s.Flag != "baseline" { // that is the command's alone
			return nil, fmt.Errorf("%s:%d: unknown setting or analyzer %q", c.File, s.Line, s.Flag)
		}
	}
	return append(c.Args(func(flag string) bool { return known[flag] }), args...), nil
}

// configured returns a hash of the settings above the folder in which go vet was started.
func configured(dir string) string {
	file := config.Find(dir)
	if file == "" {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "" // the tool says so
	}
	return fmt.Sprintf("\nconfig %x", sha256.Sum256(data))
}
