package cgoalloc

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/summary"
	"github.com/golint-incidents/golint-incidents/internal/typestate"
)

// program is what is known of the package.
type program struct {
	pre      *preambles
	scope    *types.Scope
	inferred map[string][]string // what the package itself frees an allocator's memory with
	parts    map[string]string   // which field of the struct that an allocator returns by value
	fields   map[*types.Var]bool // of structs, whose memory the package frees
	borrows  map[string]bool     // C functions after which the package frees what they were given
	fset     *token.FileSet
	inPlace  map[*ssa.Function]bool // the literals that are interpreted where they are called
	code     *typestate.Code
	methods  summary.Methods
	passed   map[*ssa.Parameter][]*ssa.Function // see callback.go
}

func newProgram(pass *analysis.Pass, funcs []*ssa.Function) *program {
	return &program{passed: passedFunctions(funcs), code: typestate.NewCode(funcs), inPlace: inPlace(funcs), pre: readPreambles(pass), scope: pass.Pkg.Scope(), inferred: make(map[string][]string), parts: make(map[string]string), fields: make(map[*types.Var]bool), borrows: make(map[string]bool), fset: pass.Fset}
}

// learn notes that the package frees the memory of alloc with free.
func (p *program) learn(alloc, free string) {
	if !slices.Contains(p.inferred[alloc], free) {
		p.inferred[alloc] = append(p.inferred[alloc], free)
	}
}

// learnPart notes that the package frees, with free, what a field of the struct holds
// that alloc returns by value.
func (p *program) learnPart(alloc, field, free string) {
	p.learn(alloc, free)
	p.parts[alloc] = field
}

// A pairFlag holds pairs of C functions by the name of the allocator.
type pairFlag map[string]cModel

// String renders the pairs as Set reads them.
func (f *pairFlag) String() string {
	var list []string
	for name, m := range *f {
		if m.out != result {
			name += ":" + strconv.Itoa(m.out)
		}
		list = append(list, name+"="+m.frees[0])
	}
	slices.SortFunc(list, cmp.Compare)
	return strings.Join(list, ",")
}

// Set reads pairs, separated by commas; "" is none.
func (f *pairFlag) Set(list string) error {
	pairs := make(pairFlag)
	if list == "" {
		*f = pairs
		return nil
	}
	for pair := range strings.SplitSeq(list, ",") {
		alloc, free, ok := strings.Cut(strings.TrimSpace(pair), "=")
		name, index, indexed := strings.Cut(alloc, ":")
		m := cModel{name: name, out: result, frees: []string{free}}
		if indexed {
			n, err := strconv.Atoi(index)
			if err != nil || n < 0 {
				return fmt.Errorf("pair %q: the index of an argument counts from 0", pair)
			}
			m.out = n
		}
		if !ok || !isIdent(name) || !isIdent(free) {
			return fmt.Errorf("pair %q: want alloc=free or alloc:index=free, with names of C functions", pair)
		}
		if old, ok := pairs[name]; ok {
			m.frees = append(old.frees, free)
		}
		pairs[name] = m
	}
	*f = pairs
	return nil
}

// frees reports whether a pair frees with the C function name.
func (f *pairFlag) frees(name string) bool {
	for _, m := range *f {
		if slices.Contains(m.frees, name) {
			return true
		}
	}
	return false
}

func isIdent(s string) bool { return s != "" && cIdent.FindString(s) == s }
