// Package driver runs the suite: as the tool that go vet and go fix start for
// each package (tool mode), and as a command of its own that starts go vet with
// itself as the tool (standalone mode).
package driver

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/golint-incidents/golint-incidents/internal/config"
	"github.com/golint-incidents/golint-incidents/internal/contain"
	"github.com/golint-incidents/golint-incidents/internal/measure"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// IsTool reports whether args are what go vet or go fix pass to an analysis
// tool: a question for its identity, one for its flags, or the description of
// a compilation unit.
func IsTool(args []string) bool {
	if len(args) == 0 {
		return false
	}
	return len(args) == 1 && (args[0] == "-V=full" || args[0] == "-flags") ||
		strings.HasSuffix(args[len(args)-1], ".cfg")
}

// Tool answers go vet and exits. It is [unitchecker.Main] but for these things:
//
//   - the flag -debug, which [unitchecker] hides from go vet, prints the stacks
//     of panics;
//   - a flag's bad value is one line, without a list of all flags;
//   - messages end with the rule, which go vet does not print;
//   - the identity covers what else decides a result (see [toolID]);
//   - of units of the standard library that are needed for their types only, the
//     function bodies are not looked at (see [unit.exportTypes]);
//   - units that go vet runs for their facts only, but would otherwise share a
//     cache entry with a run for diagnostics, report (see [unit.sharesCache]).
//
// The analyzer ofAll, if there is one, requires the others, and runs only where they all do.
func Tool(analyzers []*analysis.Analyzer, ofAll *analysis.Analyzer, known func(rules []string) error) {
	log.SetFlags(0)
	log.SetPrefix("golint-incidents: ")
	contain.Standard = true // those that nobody asked for do not come so far
	flag.BoolVar(&contain.Debug, debugFlag, false, "print the stacks of internal errors")
	flag.BoolVar(&markUnits, unitsFlag, false, "have each analyzer report each unit, for the command")
	flag.Var(&report.Disabled, disableFlag, disableUsage)
	flag.Var(&report.Excluded, excludeFlag, excludeUsage)
	flag.String(configFlag, "", configUsage)
	flag.StringVar(&measure.Folder, statsFlag, "", statsUsage)
	flag.String(cpuFlag, "", cpuUsage) // read before all others, see [valueOf]
	flag.String(memoryFlag, "", memoryUsage)
	flag.String(saltFlag, "", "no effect but on the keys of go's cache, for the command")
	args := os.Args[1:]
	switch last := args[len(args)-1]; {
	case last == "-V=full":
		if err := printID(os.Stdout); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	case last == "-flags":
		if err := printFlags(os.Stdout, analyzers); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	case strings.HasSuffix(last, ".cfg"):
		args, err := withConfig(args, analyzers)
		if err != nil {
			log.Fatal(err)
		}
		if err := checkFlags(analyzers, args[:len(args)-1], known); err != nil {
			log.Fatal(err)
		}
		growHeap()
		flags := args[:len(args)-1]
		profiler = &measure.Profiler{CPU: valueOf(flags, cpuFlag), Memory: valueOf(flags, memoryFlag)}
		if err := profiler.Start(); err != nil {
			log.Fatal(err)
		}
		u, err := readUnit(last)
		if err != nil {
			log.Fatal(err)
		}
		if u.VetxOnly && u.standard() {
			// No rule looks for its evidence inside the standard library: models say what it does.
			if err := errors.Join(u.exportTypes(), profiler.Save()); err != nil {
				log.Fatal(err)
			}
			os.Exit(0)
		}
		adjusted, err := u.adjust(args)
		if err != nil {
			log.Fatal(err)
		}
		os.Args = append(os.Args[:1:1], adjusted...)
		if ofAll != nil && !slices.ContainsFunc(analyzers, func(a *analysis.Analyzer) bool { return given(flags, a.Name) }) {
			analyzers = append(slices.Clip(analyzers), ofAll) // as nobody chose among them
		}
	}
	unitchecker.Main(asTool(analyzers)...)
}

// asTool returns the analyzers as go vet needs them. Their messages end with
// their rule. [variantAnalyzer] is among what they require, so that it runs where
// any of them does.
func asTool(analyzers []*analysis.Analyzer) []*analysis.Analyzer {
	var all []*analysis.Analyzer
	copies := make(map[*analysis.Analyzer]*analysis.Analyzer)
	for _, a := range analyzers {
		tool := *a
		copies[a] = &tool
		tool.Requires = []*analysis.Analyzer{variantAnalyzer}
		for _, required := range a.Requires {
			tool.Requires = append(tool.Requires, cmp.Or(copies[required], required))
		}
		tool.Run = func(pass *analysis.Pass) (any, error) {
			named := *pass
			named.Report = func(d analysis.Diagnostic) {
				if !markUnits { // the command says it itself
					d.Message += suffix(a.Name, d.Category)
				}
				pass.Report(d)
			}
			report.ForCommand = markUnits
			if markUnits && len(pass.Files) > 0 {
				pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Package, Category: categoryUnit, Message: time.Now().Format(time.RFC3339Nano)})
			}
			result, err := a.Run(&named)
			return result, errors.Join(err, profiler.Save())
		}
		all = append(all, &tool)
	}
	return all
}

// Flags of the tool that are no analyzer's.
const (
	configFlag  = "config"
	debugFlag   = "debug"
	disableFlag = "disable"
	excludeFlag = "exclude"
	unitsFlag   = "units"
	statsFlag   = "stats"
	cpuFlag     = "cpuprofile"
	memoryFlag  = "memprofile"
	saltFlag    = "salt"
)

// What the flags are for, as go vet lists them.
const (
	configUsage  = "`file` with settings, or none; without it the nearest " + config.Name + " above"
	disableUsage = "report nothing of these rules, by their `IDs`, comma-separated"
	statsUsage   = "write what each analyzer costs to `folder`, for the command"
	cpuUsage     = "write profiles of the processor, one or more for each package, to `folder`"
	memoryUsage  = "write a profile of the allocations of each package to `folder`"
	excludeUsage = "report nothing in files that match these `patterns`, comma-separated"
)

// markUnits is set to have analyzers report each unit, clean ones too, so that
// the command notices if go has lost what the tool printed: see [vetter.lost].
var markUnits bool

// profiler profiles this process, if flags ask for it.
var profiler = new(measure.Profiler)

// categoryUnit is the category of what they report then, with the time.
const categoryUnit = "unit"

// suffix is what a message of an analyzer ends with in go vet's output: the rule of
// its category, if there is one.
func suffix(analyzer, category string) string {
	if tag, ok := report.ParseTag(category); ok {
		return tag.Suffix()
	}
	return " (" + analyzer + ")"
}

// printFlags answers -flags: it lists the flags that go vet may pass on, as JSON.
func printFlags(w io.Writer, analyzers []*analysis.Analyzer) error {
	type description struct {
		Name  string
		Bool  bool
		Usage string
	}
	list := []description{
		{"V", true, "print version and exit"},
		{debugFlag, true, "print the stacks of internal errors"},
		{configFlag, false, configUsage},
		{disableFlag, false, disableUsage},
		{excludeFlag, false, excludeUsage},
		{saltFlag, false, "no effect but on the keys of go's cache, for the command"},
		{statsFlag, false, statsUsage},
		{cpuFlag, false, cpuUsage},
		{memoryFlag, false, memoryUsage},
		{unitsFlag, true, "have each analyzer report each unit, for the command"},
		{"diff", true, "with -fix, don't update the files, but print a unified diff"},
		{"flags", true, "print analyzer flags in JSON"},
		{"json", true, "emit JSON output"},
	}
	for _, a := range analyzers {
		list = append(list, description{a.Name, true, "enable " + a.Name + " analysis"})
		a.Flags.VisitAll(func(f *flag.Flag) {
			b, ok := f.Value.(interface{ IsBoolFlag() bool })
			list = append(list, description{a.Name + "." + f.Name, ok && b.IsBoolFlag(), f.Usage})
		})
	}
	return json.NewEncoder(w).Encode(list)
}

// checkFlags returns an error for the first flag that has a bad value. The function
// known checks the names of rules.
func checkFlags(analyzers []*analysis.Analyzer, args []string, known func(rules []string) error) error {
	for _, arg := range args {
		name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		of, own, _ := strings.Cut(name, ".")
		if name == excludeFlag && hasValue {
			if err := new(report.Globs).Set(value); err != nil {
				return fmt.Errorf("invalid value %q for flag -%s: %w", value, name, err)
			}
		}
		if slices.Contains([]string{statsFlag, cpuFlag, memoryFlag}, name) && hasValue {
			if info, err := os.Stat(value); err != nil || !info.IsDir() {
				return fmt.Errorf("invalid value %q for flag -%s: no such folder", value, name)
			}
		}
		if name == disableFlag && hasValue {
			var rules report.Choice
			if err := rules.Set(value); err != nil {
				return fmt.Errorf("invalid value %q for flag -%s: %w", value, name, err)
			}
			if err := known(rules.Names()); err != nil {
				return fmt.Errorf("-%s: %w", name, err)
			}
			continue
		}
		for _, a := range analyzers {
			f := a.Flags.Lookup(own)
			if a.Name != of || f == nil || !hasValue {
				continue // another analyzer's, or the value is an argument of its own
			}
			if err := f.Value.Set(value); err != nil {
				return fmt.Errorf("invalid value %q for flag -%s: %w", value, name, err)
			}
		}
	}
	return nil
}

// adjust returns the arguments with which unitchecker shall analyze the unit, whose
// description is the last of args.
func (u *unit) adjust(args []string) ([]string, error) {
	flags := args[:len(args)-1]
	switch {
	case !u.VetxOnly:
		return args, nil // a unit that the user asked for
	case isSet(flags, "fix") && !isSet(flags, "diff"):
		return args, nil // fixes would be written to packages that the user did not name
	case u.sharesCache():
		promoted, err := u.promote()
		if err != nil {
			return nil, err
		}
		return append(flags[:len(flags):len(flags)], promoted), nil
	}
	return args, nil
}

// valueOf returns the value that flags give to the flag name, "" if none.
func valueOf(flags []string, name string) (value string) {
	for _, f := range flags {
		if n, v, ok := strings.Cut(strings.TrimLeft(f, "-"), "="); ok && n == name {
			value = v
		}
	}
	return value
}

// given reports whether flags set the flag name, to whatever value.
func given(flags []string, name string) bool {
	return slices.ContainsFunc(flags, func(f string) bool {
		f, _, _ = strings.Cut(strings.TrimLeft(f, "-"), "=")
		return f == name
	})
}

// isSet reports whether flags set the boolean flag name to true.
func isSet(flags []string, name string) bool {
	set := false
	for _, f := range flags {
		f, value, hasValue := strings.Cut(strings.TrimLeft(f, "-"), "=")
		if f != name {
			continue // another flag
		}
		b, err := strconv.ParseBool(value)
		set = !hasValue || err == nil && b
	}
	return set
}
