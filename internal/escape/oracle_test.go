package escape_test

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/golint-incidents/golint-incidents/internal/escape"
	"github.com/golint-incidents/golint-incidents/internal/stackobj"
)

// oraclePackages are compared with what the compiler emits for them. Packages
// that use cgo are not among them: it writes functions of its own.
var oraclePackages = []string{"archive/tar", "archive/zip", "bufio", "compress/flate", "context", "crypto/tls", "crypto/x509", "database/sql",
	"debug/dwarf", "debug/elf", "encoding/asn1", "encoding/csv", "encoding/json", "encoding/pem", "encoding/xml", "expvar", "flag",
	"go/ast", "go/build", "go/constant", "go/doc", "go/format", "go/parser", "go/printer", "go/types", "html/template", "image/png", "io", "io/fs",
	"log", "log/slog", "math/big", "mime", "mime/multipart", "net/http", "net/http/cookiejar", "net/http/httputil", "net/netip", "net/smtp",
	"net/textproto", "net/url", "os", "os/exec", "path/filepath", "regexp", "regexp/syntax", "strconv", "text/tabwriter", "text/template", "text/template/parse", "time",
	"golang.org/x/tools/go/analysis/checker", "golang.org/x/tools/go/analysis/unitchecker", "golang.org/x/tools/go/cfg", "golang.org/x/tools/go/packages",
	"golang.org/x/tools/go/ssa", "golang.org/x/tools/go/types/objectpath", "golang.org/x/tools/go/types/typeutil",
	"honnef.co/go/tools/analysis/dfa", "honnef.co/go/tools/analysis/lint"}

// A site is what both sides can name: the function by where it begins, and the
// kind of object.
type site struct {
	pkg, file string
	line      int
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
		real[site{fn.Package, filepath.Base(fn.File), fn.Line}] = fn.Objects
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
				missed = append(missed, fmt.Sprintf("%s/%s:%d %s", s.pkg, s.file, s.line, k))
			}
			named.add(n, pn[k], min(n, pn[k]))
		}
		for k, n := range pn {
			if rn[k] == 0 {
				extra = append(extra, fmt.Sprintf("%s/%s:%d %s", s.pkg, s.file, s.line, k))
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
		fmt.Fprintf(&b, "%s/%s:%d: %d records, %d predicted\n", m.at.pkg, m.at.file, m.at.line, m.real, m.pred)
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
	if heavy.precision() < 95 || heavy.recall() < 85 {
		t.Errorf("functions with %d records: precision %.1f and recall %.1f %%, want 95 and 85", many, heavy.precision(), heavy.recall())
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

// predict predicts the records of the packages, with what is known of the
// functions that they import: as in a build, the standard library's from the
// table, others' from their own analysis.
func predict(t *testing.T, patterns []string) map[site][]escape.Object {
	t.Helper()
	out := make(map[site][]escape.Object)
	for _, p := range analyze(t, escape.IsStandard, patterns) {
		if !slices.Contains(patterns, p.path) {
			continue // a dependency
		}
		for _, fn := range p.funcs {
			for _, o := range p.Objects(fn) {
				pos := fn.Prog.Fset.Position(o.Fn.Pos())
				s := site{p.path, filepath.Base(pos.Filename), pos.Line}
				out[s] = append(out[s], o)
			}
		}
	}
	return out
}
