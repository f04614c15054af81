package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/config"
	"github.com/golint-incidents/golint-incidents/internal/driver"
)

// readConfig sets the flags that the user's file has settings for; those of the command line
// come after it. The file is named by the flag -config, or found from the folder of -C.
func (o *options) readConfig(fs *flag.FlagSet, args []string) error {
	file, dir := "", "."
	o.given = make(map[string]bool)
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if !strings.HasPrefix(arg, "-") {
			continue // a package, or the value of the flag before
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !hasValue && i+1 < len(args) {
			value = args[i+1]
		}
		o.given[name] = true
		switch name {
		case "config":
			file = value
		case "C":
			dir = value
		}
	}
	if file == driver.NoConfig {
		return nil
	}
	if file == "" {
		abs, err := os.Getwd()
		if err != nil {
			return err
		}
		if dir != "." {
			abs = dir
		}
		if file = config.Find(abs); file == "" {
			return nil
		}
	}
	c, err := config.Read(file)
	if err != nil {
		return err
	}
	o.configured = c
	if err := c.Apply(fs); err != nil {
		return err
	}
	for _, s := range c.Settings {
		if s.Flag != "disable" {
			continue // checked by its flag
		}
		if err := analyzers.Known(strings.Split(s.Value, ",")); err != nil {
			return fmt.Errorf("%s:%d: %w", c.File, s.Line, err)
		}
	}
	return nil
}

// showConfig prints the settings in effect, and where each comes from.
func showConfig(_ context.Context, args []string, stdout io.Writer) error {
	fs := new(flag.FlagSet)
	o, err := parse(args, func(_ *options, all *flag.FlagSet) { fs = all })
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	if len(o.Args) > 0 {
		return fmt.Errorf("config takes no arguments but flags")
	}
	file := "none"
	lines := make(map[string]string)
	if o.configured != nil {
		file, lines = o.configured.File, o.configured.Lines()
	}
	fmt.Fprintf(stdout, "file: %s\n\n", file) // an error comes with the table
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	var printErr error
	fs.VisitAll(func(f *flag.Flag) {
		analyzer, _, _ := strings.Cut(f.Name, ".")
		_, err := find(analyzer)
		if err != nil && f.Name != "disable" && f.Name != "exclude" && f.Name != "baseline" {
			return // of the run, not of the analysis
		}
		value, origin := f.Value.String(), "default"
		if _, isSwitch := f.Value.(*choice); isSwitch && !f.Value.(*choice).given {
			value = "true"
		}
		switch {
		case o.given[f.Name]:
			origin = "command line"
		case lines[f.Name] != "":
			origin = lines[f.Name]
		}
		if value == "" {
			value = "-"
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", f.Name, value, origin); err != nil {
			printErr = err
		}
	})
	if err := w.Flush(); err != nil {
		return err
	}
	return printErr
}
