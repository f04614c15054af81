package cgoalloc

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A fate is what a C function of a preamble does with an argument.
type fate int

const (
	borrowed    fate = iota
	freed            // the function frees it
	transferred      // the function hands it to C together with free
	kept             // the function stores it, or its body is not understood
)

// A cFunction is a function defined in a preamble of the package.
type cFunction struct {
	params []string
	// calls of the body: callee and arguments, without spaces and casts.
	calls []cCall
	// results are the C functions whose result is returned.
	results []string
	// outs are the C functions whose result is stored through a parameter.
	outs map[string]string
	body string
}

// A cCall is a call in the body of a C function.
type cCall struct {
	name string
	args []string
}

// preambles holds the C functions that the package's preambles define, and
// the macros that stand for other functions.
type preambles struct {
	funcs      map[string]*cFunction
	macros     map[string]string
	prototypes map[string]prototype
	callbacks  map[string]bool // whether functions of a named type may be destructors
}

var (
	cComment    = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	cDefinition = regexp.MustCompile(`(\w+)\s*\(([^(){};]*)\)\s*\{`)
	cMacro      = regexp.MustCompile(`(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\([^)]*\))?[ \t]+(\w+)\b`)
	cCast       = regexp.MustCompile(`\(\s*(?:const\s+)?(?:unsigned\s+|struct\s+)?\w+\s*\*+\s*\)`)
	cCallee     = regexp.MustCompile(`(\w+)\s*\(`)
	cIdent      = regexp.MustCompile(`\w+`)
	cTarget     = regexp.MustCompile(`(?:^|[;{}\s])(\*?)\s*(\w+)\s*=$`)
)

// readPreambles parses the C above each import "C", which cmd/cgo keeps as the
// comment of the import of unsafe that it puts there.
func readPreambles(pass *analysis.Pass) *preambles {
	p := &preambles{funcs: make(map[string]*cFunction), macros: make(map[string]string), prototypes: make(map[string]prototype), callbacks: make(map[string]bool)}
	for _, f := range pass.Files {
		for _, decl := range f.Decls {
			decl, ok := decl.(*ast.GenDecl)
			if !ok || decl.Tok != token.IMPORT || decl.Doc == nil {
				continue // no preamble
			}
			var text strings.Builder
			for _, c := range decl.Doc.List {
				text.WriteString(strings.TrimSuffix(c.Text[2:], "*/") + "\n")
			}
			p.scan(text.String())
		}
	}
	return p
}

// scan adds the definitions in C text.
func (p *preambles) scan(text string) {
	text = cComment.ReplaceAllString(text, " ")
	for _, m := range cMacro.FindAllStringSubmatch(text, -1) {
		p.macros[m[1]] = m[2]
	}
	for {
		m := cDefinition.FindStringSubmatchIndex(text)
		if m == nil {
			p.declare(text)
			return
		}
		p.declare(text[:m[0]])
		name, params := text[m[2]:m[3]], text[m[4]:m[5]]
		end := closing(text, m[1]-1)
		switch name {
		case "if", "for", "while", "switch":
			// a statement
		default:
			p.funcs[name] = parseBody(params, text[m[1]:end])
		}
		text = text[min(end+1, len(text)):]
	}
}

// closing returns the index of the bracket that closes the one at open.
func closing(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '{', '(':
			depth++
		case '}', ')':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// parseBody finds the parameters, the calls and what is returned.
func parseBody(params, body string) *cFunction {
	f := &cFunction{body: cCast.ReplaceAllString(body, ""), outs: make(map[string]string)}
	for _, param := range strings.Split(params, ",") {
		names := cIdent.FindAllString(strings.TrimRight(param, " []0123456789"), -1)
		if len(names) == 0 {
			f.params = append(f.params, "")
			continue
		}
		f.params = append(f.params, names[len(names)-1])
	}
	for _, m := range cCallee.FindAllStringSubmatchIndex(f.body, -1) {
		end := closing(f.body, m[1]-1)
		call := cCall{name: f.body[m[2]:m[3]], args: arguments(f.body[m[1]:end])}
		f.calls = append(f.calls, call)
		f.flow(strings.TrimSpace(f.body[:m[2]]), call.name)
	}
	return f
}

// flow notes where the result of a call goes, given what stands before it:
// "return", "*out =" or "x =" with a return of x anywhere.
func (f *cFunction) flow(before, callee string) {
	if strings.HasSuffix(before, "return") {
		f.results = append(f.results, callee)
		return
	}
	m := cTarget.FindStringSubmatch(before)
	switch {
	case m == nil:
		return
	case m[1] != "" && slices.Contains(f.params, m[2]):
		f.outs[m[2]] = callee
	case regexp.MustCompile(`\breturn\s+` + m[2] + `\s*;`).MatchString(f.body):
		f.results = append(f.results, callee)
	default: // x = f(); *out = x;
		if out := regexp.MustCompile(`\*\s*(\w+)\s*=\s*` + m[2] + `\s*;`).FindStringSubmatch(f.body); out != nil && slices.Contains(f.params, out[1]) {
			f.outs[out[1]] = callee
		}
	}
}

// arguments splits an argument list at its outer commas.
func arguments(list string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range list {
		switch r {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, strings.TrimSpace(list[start:i]))
				start = i + 1
			}
		}
	}
	return append(out, strings.TrimSpace(list[start:]))
}

// resolve follows macros that rename a function.
func (p *preambles) resolve(name string) string {
	for range 4 {
		to, ok := p.macros[name]
		if !ok || p.funcs[name] != nil {
			break
		}
		name = to
	}
	return name
}

// fate returns what the C function does with its argument arg, and whether a
// preamble tells.
func (p *preambles) fate(name string, arg, depth int) (fate, bool) {
	f := p.funcs[p.resolve(name)]
	if f == nil || depth > 3 {
		return borrowed, false
	}
	if arg >= len(f.params) || f.params[arg] == "" {
		return borrowed, true // not named, so not used
	}
	param := f.params[arg]
	for _, call := range f.calls {
		i := slices.Index(call.args, param)
		if i < 0 {
			continue // another call
		}
		if p.frees(call.name, i, depth+1) {
			return freed, true
		}
		for _, sibling := range call.args {
			if s := strings.TrimPrefix(sibling, "&"); s != param && isFree(s) {
				return transferred, true
			}
		}
		if keeps(call.name, i) {
			return kept, true
		}
		if below, ok := p.fate(call.name, i, depth+1); ok && below != borrowed {
			return below, true
		}
	}
	stored := regexp.MustCompile(`(?:->\s*\w+|\.\s*\w+|\]|\*\s*\w+|\b\w+)\s*=\s*` + regexp.QuoteMeta(param) + `\s*[;,]`)
	returned := regexp.MustCompile(`return\s*` + regexp.QuoteMeta(param) + `\s*;`)
	if stored.MatchString(f.body) || returned.MatchString(f.body) {
		return kept, true
	}
	return borrowed, true
}

// frees reports whether the C function surely frees its argument.
func (p *preambles) frees(name string, arg, depth int) bool {
	name = p.resolve(name)
	if name == "free" || isFree(name) {
		return arg == 0
	}
	got, ok := p.fate(name, arg, depth)
	return ok && got == freed
}

// freeName returns the function of the table that a wrapper frees with: of
// "void my_free(void *p) { xmlFree(p); }" that is xmlFree.
func (p *preambles) freeName(name string) string {
	name = p.resolve(name)
	f := p.funcs[name]
	if f == nil {
		return name
	}
	for _, call := range f.calls {
		if isFree(call.name) && slices.ContainsFunc(call.args, func(a string) bool { return slices.Contains(f.params, a) }) {
			return call.name
		}
	}
	return name
}

// allocator returns the model of a C function: the table's, or that of the
// table's function whose result or out-parameter a wrapper passes on.
func (p *preambles) allocator(name string) *cModel {
	name = p.resolve(name)
	if m, ok := pairs[name]; ok {
		return &m
	}
	if m := allocator(name); m != nil {
		return m
	}
	f := p.funcs[name]
	if f == nil {
		return nil
	}
	for _, callee := range f.results {
		if m := allocator(callee); m != nil && m.out == result {
			return &cModel{name: name, out: result, frees: m.frees}
		}
	}
	for i, param := range f.params {
		if m := allocator(f.outs[param]); m != nil && m.out == result {
			return &cModel{name: name, out: i, frees: m.frees}
		}
	}
	for _, call := range f.calls {
		m := allocator(call.name)
		if m == nil || m.out == result || m.out >= len(call.args) {
			continue // no memory, or none through an argument
		}
		if i := slices.Index(f.params, call.args[m.out]); i >= 0 {
			return &cModel{name: name, out: i, frees: m.frees, failed: m.failed}
		}
	}
	return nil
}
