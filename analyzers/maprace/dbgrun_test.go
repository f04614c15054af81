package maprace

import (
	"os"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

func TestDbg(t *testing.T) {
	dir := os.Getenv("MRDEBUG")
	if dir == "" {
		t.Skip()
	}
	cfg := &packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}
	pkgs, err := packages.Load(cfg, ".")
	if err != nil {
		t.Fatal(err)
	}
	hook := debugHook
	debugHook = func(b *body) {
		if b.prog.pkg.Path() == pkgs[0].PkgPath {
			hook(b)
		}
	}
	g, err := checker.Analyze([]*analysis.Analyzer{Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range g.Roots {
		for _, d := range r.Diagnostics {
			t.Log(pkgs[0].Fset.Position(d.Pos), d.Message)
		}
	}
}
