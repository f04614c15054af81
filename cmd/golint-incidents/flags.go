package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/lockset"
	"github.com/golint-incidents/golint-incidents/internal/model"

	"github.com/golint-incidents/golint-incidents/analyzers"
	"github.com/golint-incidents/golint-incidents/internal/config"
	"github.com/golint-incidents/golint-incidents/internal/decodes"
	"github.com/golint-incidents/golint-incidents/internal/driver"
	"github.com/golint-incidents/golint-incidents/internal/report"
	"github.com/golint-incidents/golint-incidents/internal/setting"
	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// options are the flags of the standalone command.
type options struct {
	driver.Command
	help, version, debug, test bool
	chdir, format, color       string
	context                    int // lines around each place, -1 for none
	baseline, newFrom          string
	out                        string   // of the command baseline
	prune                      bool     // likewise
	wanted                     string   // of the command repro: which finding
	userFlags                  []string // those of analyzers, as they were given
	config                     string
	configured                 *config.Config  // nil if there is no file
	given                      map[string]bool // flags of the command line
}

// baselineFlags adds those of the command baseline.
func baselineFlags(o *options, fs *flag.FlagSet) {
	fs.StringVar(&o.out, "o", "golint-incidents.baseline.json", "")
	fs.BoolVar(&o.prune, "prune", false, "")
}

// A choice is a boolean flag that knows whether it was given.
type choice struct{ given, value bool }

func (c *choice) String() string   { return strconv.FormatBool(c.value) }
func (c *choice) IsBoolFlag() bool { return true }
func (c *choice) Set(s string) (err error) {
	c.given = true
	if c.value, err = strconv.ParseBool(s); err != nil {
		return fmt.Errorf("want true or false")
	}
	return nil
}

// flagSet returns the flags that set o.
func (o *options) flagSet() *flag.FlagSet {
	fs := flag.NewFlagSet("golint-incidents", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are printed once, by run
	fs.BoolVar(&o.JSON, "json", false, "print one JSON object: package, then analyzer, then findings, as go vet -json does")
	fs.BoolVar(&o.Fix, "fix", false, "apply the suggested fixes, then print what is left")
	fs.BoolVar(&o.Diff, "diff", false, "print the suggested fixes as a unified diff and change nothing")
	fs.BoolVar(&o.test, "test", true, "analyze test files too")
	fs.BoolVar(&o.Files, "files", false, "the arguments are changed files: analyze the packages and modules that hold them")
	fs.IntVar(&o.context, "c", -1, "print `N` lines of source around each place, with a mark beneath it")
	fs.StringVar(&o.format, "format", "text", "comma-separated `list` of formats, each with its file behind = or for standard output: "+formatNames())
	fs.StringVar(&o.baseline, "baseline", "", "report only findings that this `file` does not know: golint-incidents baseline makes one")
	fs.StringVar(&o.newFrom, "new-from", "", "report only findings that are new since this `revision` of git")
	fs.StringVar(&o.color, "color", "auto", "when to use colour: `auto`, always or never")
	fs.StringVar(&o.Tags, "tags", "", "comma-separated `list` of build tags, as for go build")
	fs.StringVar(&o.chdir, "C", "", "change to `folder` first")
	fs.BoolVar(&o.version, "version", false, "print the version")
	fs.BoolVar(&o.version, "V", false, "")
	fs.BoolVar(&o.version, "v", false, "")
	fs.BoolVar(&o.Measured.Stats, "stats", false, "print to standard error what each analyzer and package costs: time, allocations, facts, rounds")
	fs.StringVar(&o.Measured.CPU, "cpuprofile", "", "write a profile of the processor, of all that analyzes, to `file`")
	fs.StringVar(&o.Measured.Memory, "memprofile", "", "write a profile of the allocations likewise to `file`")
	fs.BoolVar(&o.debug, "debug", false, "print the stacks of internal errors")
	fs.BoolVar(&o.Nested, "nested", true, "have a pattern with ... reach the modules nested below")
	fs.BoolVar(&o.help, "h", false, "print this help")
	fs.BoolVar(&o.help, "help", false, "")
	fs.StringVar(&o.config, "config", "", "`file` with settings, or none; without it the nearest "+config.Name+" above")
	fs.Var(&report.Excluded, "exclude", "report nothing in files that match these `patterns`, comma-separated: gen/**,**/*.pb.go")
	fs.Var(&report.Disabled, "disable", "report nothing of these rules, by their `IDs`, comma-separated")
	for _, a := range analyzers.All {
		fs.Var(new(choice), a.Name, "")
		a.Flags.VisitAll(func(f *flag.Flag) {
			fs.Var(f.Value, a.Name+"."+f.Name, f.Usage)
		})
	}
	return fs
}

// parse reads the command line, with the flags that a command has besides. Flags may also
// follow the packages.
func parse(args []string, more ...func(*options, *flag.FlagSet)) (*options, error) {
	o := new(options)
	fs := o.flagSet()
	for _, add := range more {
		add(o, fs)
	}
	if err := o.readConfig(fs, args); err != nil {
		return nil, err
	}
	for {
		if err := fs.Parse(args); err != nil {
			return nil, explainError(fs, err)
		}
		rest := fs.Args()
		if consumed := args[:len(args)-len(rest)]; len(consumed) > 0 && consumed[len(consumed)-1] == "--" {
			o.Args = append(o.Args, rest...)
			break
		}
		if len(rest) == 0 {
			break
		}
		o.Args = append(o.Args, rest[0])
		args = rest[1:]
	}
	if o.context < -1 {
		return nil, fmt.Errorf("invalid value \"%d\" for flag -c: want a number of lines, at least 0", o.context)
	}
	if err := o.outputs(fs); err != nil {
		return nil, err
	}
	o.NoTests = !o.test
	if err := analyzers.Known(report.Disabled.Names()); err != nil {
		return nil, fmt.Errorf("-disable: %w", err)
	}
	own := map[string]bool{"disable": true, "exclude": true}
	for _, a := range analyzers.All {
		own[a.Name] = true
		a.Flags.VisitAll(func(f *flag.Flag) { own[a.Name+"."+f.Name] = true })
	}
	o.Packages = namedPackages()
	fs.Visit(func(f *flag.Flag) {
		if own[f.Name] {
			o.Flags = append(o.Flags, "-"+f.Name+"="+f.Value.String())
		}
	})
	o.userFlags = slices.Clone(o.Flags)
	return o, nil
}

// namedPackages returns the packages that hold the functions which flags name.
func namedPackages() []string {
	var pkgs []string
	for _, name := range slices.Concat(decodes.EntryNames(), model.UserSources.All(), lockset.Lockers.All()) {
		if pkg := setting.Package(name); !slices.Contains(pkgs, pkg) {
			pkgs = append(pkgs, pkg)
		}
	}
	return pkgs
}

// explainError turns an error of package flag into one line that helps.
func explainError(fs *flag.FlagSet, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err
	}
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	if near := spell.Nearest(name, names); near != "" {
		return fmt.Errorf("unknown flag or analyzer -%s; did you mean -%s?", name, near)
	}
	return fmt.Errorf("unknown flag or analyzer -%s; golint-incidents -h lists them", name)
}
