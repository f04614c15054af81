package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/internal/stackobj"
)

// stacksUsage is the help for stacks.
const stacksUsage = "usage: golint-incidents stacks [-json] [-top n] [-tags list] [packages]"

// stacks prints the heaviest frames of packages, as the compiler makes them in
// the user's own build, whether or not anything is wrong with them.
func stacks(ctx context.Context, args []string, stdout io.Writer) error {
	fs := flag.NewFlagSet("stacks", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	asJSON := fs.Bool("json", false, "")
	top := fs.Int("top", 20, "")
	tags := fs.String("tags", "", "")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		_, err := fmt.Fprintln(stdout, stacksUsage)
		return err
	} else if err != nil {
		return fmt.Errorf("stacks: %w; %s", err, stacksUsage)
	}
	if *top < 0 {
		return fmt.Errorf("stacks: invalid value \"%d\" for flag -top: want a number of functions, 0 for all", *top)
	}
	patterns := fs.Args()
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	var flags []string
	if *tags != "" {
		flags = append(flags, "-tags="+*tags)
	}
	funcs, err := stackobj.Compile(ctx, ".", flags, "", patterns...)
	if err != nil {
		return fmt.Errorf("stacks: %w", err)
	}
	funcs = once(funcs)
	slices.SortStableFunc(funcs, func(a, b stackobj.Func) int { return cmp.Compare(len(b.Objects), len(a.Objects)) })
	if *top > 0 && len(funcs) > *top {
		funcs = funcs[:*top]
	}
	if *asJSON {
		if funcs == nil {
			funcs = []stackobj.Func{} // a list without elements, not null
		}
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		return enc.Encode(funcs)
	}
	w := tabwriter.NewWriter(stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "objects\tbytes\tframe\tfunction\tat")
	for _, fn := range funcs {
		bytes := 0
		for _, o := range fn.Objects {
			bytes += o.Size
		}
		fmt.Fprintf(w, "%d\t%d\t%d\t%s\t%s:%d\n", len(fn.Objects), bytes, fn.Frame, fn.Name, filepath.Base(fn.File), fn.Line)
		for _, o := range fn.Objects {
			if o.Name != "" {
				fmt.Fprintf(w, "\t%d\t\t  %s %s\t%s:%d\n", o.Size, o.Name, o.Type, filepath.Base(o.File), o.Line)
			}
		}
	}
	return w.Flush()
}

// once drops what is listed before: an instance of a generic function, which every
// package that needs it compiles, and of which one is linked.
func once(funcs []stackobj.Func) []stackobj.Func {
	type symbol struct {
		name, file string
		line       int
	}
	seen := make(map[symbol]bool)
	return slices.DeleteFunc(funcs, func(fn stackobj.Func) bool {
		s := symbol{fn.Name, fn.File, fn.Line}
		listed := seen[s]
		seen[s] = true
		return listed
	})
}
