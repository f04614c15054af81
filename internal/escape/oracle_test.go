package escape_test

import (
	"cmp"
	"context"
	"fmt"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/stackobj"
)

// oraclePackages are compared with what the compiler emits for them.
var oraclePackages = []string{"archive/zip", "bufio", "compress/flate", "database/sql", "encoding/json", "encoding/xml",
	"crypto/x509", "go/format", "go/printer", "go/types", "html/template", "log/slog", "mime/multipart", "net/http/httputil", "net/http", "net/textproto",
	"net/url", "os/exec", "regexp", "strconv", "text/tabwriter", "text/template", "text/template/parse",
	"golang.org/x/tools/go/cfg", "golang.org/x/tools/go/ssa", "honnef.co/go/tools/analysis/lint"}

// A site is what both sides can name: the function by where it begins, and the
// kind of object.
type site struct {
	file string
	line int
}

// TestOracle compares the prediction with the compiler's own records, without
// inlining: for each function, named variables by name and position and all
// records by number.
func TestOracle(t *testing.T) {
	compiled, err := stackobj.Compile(context.Background(), ".", []string{"-gcflags=all=-l"}, "-l", oraclePackages...)
	if err != nil {
		t.Fatal(err)
	}
	real := make(map[site][]stackobj.Object)
	for _, fn := range compiled {
		if strings.Contains(fn.Name, "[") {
			continue // an instance: its shape is not that of the source
		}
		real[site{filepath.Base(fn.File), fn.Line}] = fn.Objects
	}
	predicted := predict(t, oraclePackages)
	if len(real) < 100 || len(predicted) < 100 {
		t.Fatalf("%d functions with records, %d predicted: too few to compare", len(real), len(predicted))
	}

	var named, all score
	var heavy score // functions with many records
	exact, near, funcs := 0, 0, 0
	type miss struct {
		at         site
		real, pred int
	}
	var misses []miss
	var missed, extra []string // named variables
	sites := make(map[site]bool)
	for s := range real {
		sites[s] = true
	}
	for s := range predicted {
		sites[s] = true
	}
	for s := range sites {
		funcs++
		r, p := real[s], predicted[s]
		all.add(len(r), len(p), min(len(r), len(p)))
		heavy.add(over(len(r)), over(len(p)), over(min(len(r), len(p))))
		if len(r) == len(p) {
			exact++
		} else {
			misses = append(misses, miss{s, len(r), len(p)})
		}
		if d := len(r) - len(p); -1 <= d && d <= 1 {
			near++
		}
		rn, pn := make(map[string]int), make(map[string]int)
		for _, o := range r {
			if !strings.HasPrefix(o.Name, ".") && o.Name != "" {
				rn[o.Name]++ // by name in its function: the positions of a type switch's differ
			}
		}
		for _, o := range p {
			if o.Kind == escape.Named {
				pn[o.Name]++
			}
		}
		for k, n := range rn {
			if pn[k] == 0 {
				missed = append(missed, fmt.Sprintf("%s:%d %s", s.file, s.line, k))
			}
			named.add(n, pn[k], min(n, pn[k]))
		}
		for k, n := range pn {
			if rn[k] == 0 {
				extra = append(extra, fmt.Sprintf("%s:%d %s", s.file, s.line, k))
				named.add(0, n, 0)
			}
		}
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "\treal\tpredicted\tboth\tprecision\trecall\n")
	fmt.Fprintf(w, "named\t%v\nall\t%v\nfunctions with %d\t%v\n", named, all, many, heavy)
	w.Flush()
	slices.SortFunc(misses, func(a, b miss) int {
		return cmp.Or(cmp.Compare(abs(b.real-b.pred), abs(a.real-a.pred)), cmp.Compare(a.at.file, b.at.file), cmp.Compare(a.at.line, b.at.line))
	})
	for _, m := range misses[:min(len(misses), 25)] {
		fmt.Fprintf(&b, "%s:%d: %d records, %d predicted\n", m.at.file, m.at.line, m.real, m.pred)
	}
	slices.Sort(missed)
	slices.Sort(extra)
	fmt.Fprintf(&b, "named, not predicted: %v\nnamed, no record: %v\n", missed, extra)
	t.Logf("%d functions, %.1f %% exact, %.1f %% within one\n%s", funcs, percent(exact, funcs), percent(near, funcs), &b)
	if named.precision() < 98 || named.recall() < 97 {
		t.Errorf("named variables: precision %.1f and recall %.1f %%, want 98 and 97", named.precision(), named.recall())
	}
	if all.precision() < 97 || all.recall() < 95 {
		t.Errorf("all records: precision %.1f and recall %.1f %%, want 97 and 95", all.precision(), all.recall())
	}
	if heavy.precision() < 95 || heavy.recall() < 80 {
		t.Errorf("functions with %d records: precision %.1f and recall %.1f %%, want 95 and 80", many, heavy.precision(), heavy.recall())
	}
	if percent(near, funcs) < 98 {
		t.Errorf("counts within one in %.1f %% of the functions, want 98", percent(near, funcs))
	}
}

// many is the number of records that makes a function one of the heavy ones.
const many = 8

func over(n int) int {
	if n >= many {
		return 1
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// A score counts records.
type score struct{ real, predicted, both int }

func (s *score) add(real, predicted, both int) {
	s.real += real
	s.predicted += predicted
	s.both += both
}

func (s score) precision() float64 { return percent(s.both, s.predicted) }
func (s score) recall() float64    { return percent(s.both, s.real) }
func (s score) String() string {
	return fmt.Sprintf("%d\t%d\t%d\t%.1f\t%.1f", s.real, s.predicted, s.both, s.precision(), s.recall())
}

// predict analyzes the packages and what they import, each after its imports.
func predict(t *testing.T, patterns []string) map[site][]escape.Object {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	prog, _ := ssautil.AllPackages(pkgs, ssa.NaiveForm)
	prog.Build()
	done := make(map[*types.Package]*escape.Package)
	imported := func(obj *types.Func) (escape.Leaks, bool) {
		p := done[obj.Pkg()]
		fn := prog.FuncValue(obj)
		if p == nil || fn == nil {
			return nil, false
		}
		return p.Of(fn)
	}
	declared := make(map[*types.Package][]*ssa.Function)
	for fn := range ssautil.AllFunctions(prog) {
		if fn.Pkg != nil && fn.Synthetic == "" && fn.Parent() == nil {
			declared[fn.Pkg.Pkg] = append(declared[fn.Pkg.Pkg], fn)
		}
	}
	out := make(map[site][]escape.Object)
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		funcs := declared[p.Types]
		slices.SortFunc(funcs, func(a, b *ssa.Function) int { return cmp.Compare(a.Pos(), b.Pos()) })
		result := escape.Analyze(prog.Fset, p.TypesInfo, p.Syntax, funcs, imported)
		done[p.Types] = result
		if !slices.Contains(patterns, p.PkgPath) {
			return
		}
		for _, fn := range funcs {
			for _, o := range result.Objects(fn) {
				pos := prog.Fset.Position(o.Fn.Pos())
				s := site{filepath.Base(pos.Filename), pos.Line}
				out[s] = append(out[s], o)
			}
		}
	})
	return out
}
