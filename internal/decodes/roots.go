package decodes

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/golint-incidents/golint-incidents/internal/goroutine"
	"github.com/golint-incidents/golint-incidents/internal/origin"
)

// Entries are the full names of the functions that the user calls entry points, beside
// those that have their shape, comma-separated. A flag of the rule sets it.
var Entries string

// EntryNames returns them as a list.
func EntryNames() []string {
	var names []string
	for name := range strings.SplitSeq(Entries, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// entries returns the functions of the package that run per request or event.
func (p *program) entries() []goroutine.Entry {
	if Entries == "" {
		return p.origins.Entries
	}
	return goroutine.Entries(p.origins.Funcs, strings.Split(Entries, ","))
}

// rootsOf returns what is known of the arguments of entry points.
func (p *program) rootsOf(entries []goroutine.Entry) []Root {
	served := make(map[*ssa.Function]bool)
	for _, e := range entries {
		served[e.Fn] = true
	}
	var roots []Root
	for _, e := range entries {
		root := Root{Name: origin.Name(e.Fn), Pos: p.pos(e.Fn.Pos()), Heat: int(e.Heat), Why: e.Why, Route: e.Route, Rounds: e.Rounds != nil}
		for i, param := range e.Fn.Params {
			if i == 0 && p.origins.MadeAtStart(e) {
				root.Args = append(root.Args, origin.Value{Class: origin.Config, Source: "what " + types.TypeString(param.Type(), (*types.Package).Name) + " was made with"})
			} else {
				root.Args = append(root.Args, origin.Unknown)
			}
		}
		for i := range e.Fn.FreeVars {
			root.Args = append(root.Args, p.captured(e.Fn, i, served))
		}
		roots = append(roots, root)
	}
	return roots
}

// captured returns what a literal that is an entry point has of the function
// around it, which ran at start.
func (p *program) captured(fn *ssa.Function, i int, served map[*ssa.Function]bool) origin.Value {
	for f := fn.Parent(); f != nil; f = f.Parent() {
		if served[f] {
			return origin.Unknown // the function around it runs per request, too
		}
	}
	free := fn.FreeVars[i]
	if origin.Carrier(free.Type()) || origin.Readable(origin.Pointee(free.Type())) || origin.Readable(free.Type()) {
		return origin.Unknown
	}
	if assigned(fn.Parent(), fn, i) {
		return origin.Unknown
	}
	return origin.Value{Class: origin.Config, Source: "variable " + free.Name() + ", set when the handler was made", Place: p.place(free.Pos())}
}

// assigned reports whether a literal in parent assigns the variable that fn
// captures as its i-th.
func assigned(parent, fn *ssa.Function, i int) bool {
	var variable ssa.Value
	for _, b := range parent.Blocks {
		for _, instr := range b.Instrs {
			if made, ok := instr.(*ssa.MakeClosure); ok && made.Fn == fn {
				variable = made.Bindings[i]
			}
		}
	}
	if variable == nil || variable.Referrers() == nil {
		return false
	}
	for _, ref := range *variable.Referrers() {
		made, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue // the function around, at start
		}
		for k, b := range made.Bindings {
			if b != variable {
				continue // another variable
			}
			for _, ref := range *made.Fn.(*ssa.Function).FreeVars[k].Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == made.Fn.(*ssa.Function).FreeVars[k] {
					return true
				}
			}
		}
	}
	return false
}

func (p *program) pos(at token.Pos) Pos {
	position := p.pass.Fset.Position(at)
	i, ok := p.files[position.Filename]
	if !ok {
		i = len(p.graph.Files)
		p.files[position.Filename] = i
		p.graph.Files = append(p.graph.Files, position.Filename)
		if p.generated(at) {
			p.graph.Generated = append(p.graph.Generated, i)
		}
	}
	return Pos{i, position.Line, position.Column}
}

// generated reports whether a file of the package says that a generator made it.
func (p *program) generated(at token.Pos) bool {
	for _, file := range p.pass.Files {
		if file.FileStart <= at && at < file.FileEnd {
			return ast.IsGenerated(file)
		}
	}
	return false
}

// place renders a position for a message.
func (p *program) place(at token.Pos) string {
	position := p.pass.Fset.Position(at)
	return fmt.Sprintf("%s:%d", filepath.Base(position.Filename), position.Line)
}
