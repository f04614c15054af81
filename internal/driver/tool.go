// Package driver runs the suite: as the tool that go vet and go fix start for
// each package (tool mode), and as a command of its own that starts go vet with
// itself as the tool (standalone mode).
package driver

import (
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
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

// Tool answers go vet and exits. It is [unitchecker.Main] but for three things:
//
//   - the identity covers what else decides a result (see [toolID]);
//   - units of the standard library that are needed for their types only run
//     no analyzer;
//   - units that go vet runs for their facts only, but would otherwise share a
//     cache entry with a run for diagnostics, report (see [unit.sharesCache]).
func Tool(analyzers []*analysis.Analyzer) {
	log.SetFlags(0)
	log.SetPrefix("golint-incidents: ")
	args := os.Args[1:]
	switch last := args[len(args)-1]; {
	case last == "-V=full":
		if err := printID(os.Stdout); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	case strings.HasSuffix(last, ".cfg"):
		adjusted, err := adjust(args, analyzers)
		if err != nil {
			log.Fatal(err)
		}
		os.Args = append(os.Args[:1:1], adjusted...)
	}
	unitchecker.Main(withVariants(analyzers)...)
}

// adjust returns the arguments with which unitchecker shall analyze the unit
// that the last of args describes.
func adjust(args []string, analyzers []*analysis.Analyzer) ([]string, error) {
	flags, file := args[:len(args)-1], args[len(args)-1]
	u, err := readUnit(file)
	if err != nil {
		return nil, err
	}
	switch {
	case !u.VetxOnly:
		return args, nil // a unit that the user asked for
	case u.standard():
		// No rule looks for its evidence inside the standard library: models
		// say what it does. Naming every analyzer as off, instead of passing
		// none, lets unitchecker register their facts all the same.
		var off []string
		for _, a := range analyzers {
			off = append(off, "-"+a.Name+"=false")
		}
		return append(off, file), nil
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
