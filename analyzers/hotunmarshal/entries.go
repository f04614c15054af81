package hotunmarshal

import (
	"fmt"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/decodes"
	"github.com/golint-incidents/golint-incidents/internal/setting"
)

// checkEntries returns an error if the flag -hotunmarshal.entries names a
// function of the package that it does not have.
func checkEntries(pass *analysis.Pass) error {
	if decodes.Entries == "" {
		return nil
	}
	var declared map[string]bool
	for name := range strings.SplitSeq(decodes.Entries, ",") {
		name = strings.TrimSpace(name)
		if setting.Package(name) != pass.Pkg.Path() {
			continue // of another package
		}
		if declared == nil {
			declared = functions(pass)
		}
		if !declared[name] {
			return fmt.Errorf("-hotunmarshal.entries: there is no function %s", name)
		}
	}
	return nil
}

// functions returns the full names of the functions that the package declares.
func functions(pass *analysis.Pass) map[string]bool {
	names := make(map[string]bool)
	for _, obj := range pass.TypesInfo.Defs {
		if fn, ok := obj.(*types.Func); ok {
			names[fn.FullName()] = true
		}
	}
	return names
}
