package config

import (
	"flag"
	"fmt"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// Apply sets the flags that the file has settings for. An unknown one, or a bad value, is an
// error with the line. Flags that take several of them add to what is set.
func (c *Config) Apply(fs *flag.FlagSet) error {
	if err := c.CheckNames(func(name string) bool { return fs.Lookup(name) != nil }); err != nil {
		return err
	}
	for _, s := range c.Settings {
		if fs.Lookup(s.Flag) == nil {
			var names []string
			fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
			what := fmt.Sprintf("unknown setting or analyzer %q", s.Flag)
			if near := spell.Nearest(s.Flag, names); near != "" {
				what += "; did you mean " + near + "?"
			}
			return fmt.Errorf("%s:%d: %s", c.File, s.Line, what)
		}
		if err := fs.Set(s.Flag, s.Value); err != nil {
			return fmt.Errorf("%s:%d: %s: invalid value %q: %w", c.File, s.Line, s.Flag, s.Value, err)
		}
	}
	return nil
}

// CheckNames returns an error for the first analyzer that the file names and nobody knows.
func (c *Config) CheckNames(known func(analyzer string) bool) error {
	for _, s := range c.named {
		if !known(s.Flag) {
			return fmt.Errorf("%s:%d: unknown analyzer %q", c.File, s.Line, s.Flag)
		}
	}
	return nil
}

// Args returns the settings as arguments of the tool, of which it knows those flags.
func (c *Config) Args(known func(flag string) bool) []string {
	var args []string
	for _, s := range c.Settings {
		if known(s.Flag) {
			args = append(args, "-"+s.Flag+"="+s.Value)
		}
	}
	return args
}

// Lines returns, for each flag that the file sets, where: file:line.
func (c *Config) Lines() map[string]string {
	lines := make(map[string]string)
	for _, s := range c.Settings {
		lines[s.Flag] = fmt.Sprintf("%s:%d", strings.TrimPrefix(c.File, "./"), s.Line)
	}
	return lines
}
