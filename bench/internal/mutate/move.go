package mutate

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Direct is the move that leaves the evidence where the operator saw it.
const Direct = "direct"

// A move lays a snippet. It reports whether it can.
type move struct {
	name string
	lay  func(*layer, snippet) bool
}

var moves = []move{
	{Direct, layDirect},
	{"helper", layHelper},
	{"field-method", layFieldMethod},
	{"closure-kept", layClosureKept},
	{"closure-returned", layClosureReturned},
	{"deferred", layDeferred},
	{"generic", layGeneric},
	{"interface", layInterface},
	{"other-package", layOtherPackage},
}

// Moves lists the names of the moves.
func Moves() []string {
	var names []string
	for _, m := range moves {
		names = append(names, m.name)
	}
	return names
}

// A layer lays the snippets of one mutant. Its number keeps names apart.
type layer struct {
	*Site
	m *Mutant
	n string
}

func (l *layer) put(sn snippet, code string) bool {
	l.m.edits = append(l.m.edits, Edit{sn.from, sn.to, sn.prefix + code + sn.suffix})
	return true
}

func (l *layer) declare(format string, args ...any) {
	l.m.decls += fmt.Sprintf(format, args...) + "\n"
}

func (sn snippet) names() string {
	var names []string
	for _, in := range sn.inputs {
		names = append(names, in.name)
	}
	return strings.Join(names, ", ")
}

func (sn snippet) params() string {
	var params []string
	for _, in := range sn.inputs {
		params = append(params, in.name+" "+in.typ)
	}
	return strings.Join(params, ", ")
}

// result is the result list of a signature.
func (sn snippet) result() string {
	if len(sn.results) < 2 {
		return strings.Join(sn.results, "")
	}
	return "(" + strings.Join(sn.results, ", ") + ")"
}

// body is the code as that of a function.
func (sn snippet) body() string { return sn.ret() + sn.code }

func (sn snippet) ret() string {
	if len(sn.results) > 0 {
		return "return "
	}
	return ""
}

// tuple rewrites v, ok := m[k] for a return: a function cannot return the two
// values of a lookup or a receive as such.
func (sn snippet) tuple() snippet {
	if len(sn.results) == 2 {
		sn.code = "zzv, zzok"
	}
	return sn
}

// lookup is the statement before the return that tuple needs.
func (sn snippet) lookup() string {
	if len(sn.results) == 2 {
		return "zzv, zzok := " + sn.code + "; "
	}
	return ""
}

func (sn snippet) function() string { return sn.lookup() + sn.tuple().body() }

func layDirect(l *layer, sn snippet) bool { return l.put(sn, sn.code) }

// layHelper: func zzHelper(p T) R { return E }
func layHelper(l *layer, sn snippet) bool {
	l.declare("func zzHelper%s(%s) %s { %s }", l.n, sn.params(), sn.result(), sn.function())
	return l.put(sn, fmt.Sprintf("zzHelper%s(%s)", l.n, sn.names()))
}

// layFieldMethod: (&zzWhole{zzPart{p}}).part.run()
func layFieldMethod(l *layer, sn snippet) bool {
	var fields, reads []string
	for _, in := range sn.inputs {
		fields = append(fields, in.name+" "+in.typ)
		reads = append(reads, "zz."+in.name)
	}
	l.declare("type zzPart%s struct { %s }", l.n, strings.Join(fields, "; "))
	l.declare("type zzWhole%s struct { part zzPart%s }", l.n, l.n)
	take := ""
	if len(reads) > 0 {
		take = sn.names() + " := " + strings.Join(reads, ", ") + "; "
	}
	l.declare("func (zz *zzPart%s) run() %s { %s%s }", l.n, sn.result(), take, sn.function())
	return l.put(sn, fmt.Sprintf("(&zzWhole%s{zzPart%s{%s}}).part.run()", l.n, l.n, sn.names()))
}

// layClosureKept: func() R { zzf := func() R { return E }; return zzf() }()
func layClosureKept(l *layer, sn snippet) bool {
	return l.put(sn, fmt.Sprintf("func() %s { zzf := func() %s { %s }; %szzf() }()", sn.result(), sn.result(), sn.function(), sn.ret()))
}

// layClosureReturned: func zzMake(p T) func() R { return func() R { return E } }
func layClosureReturned(l *layer, sn snippet) bool {
	l.declare("func zzMake%s(%s) func() %s { return func() %s { %s } }", l.n, sn.params(), sn.result(), sn.result(), sn.function())
	return l.put(sn, fmt.Sprintf("zzMake%s(%s)()", l.n, sn.names()))
}

// layDeferred: func() (zzr R) { defer func() { zzr = E }(); return }()
func layDeferred(l *layer, sn snippet) bool {
	switch len(sn.results) {
	case 0:
		return l.put(sn, fmt.Sprintf("func() { defer func() { %s }() }()", sn.code))
	case 1:
		return l.put(sn, fmt.Sprintf("func() (zzr %s) { defer func() { zzr = %s }(); return }()", sn.results[0], sn.code))
	case 2:
		return l.put(sn, fmt.Sprintf("func() (zzr %s, zzs %s) { defer func() { zzr, zzs = %s }(); return }()", sn.results[0], sn.results[1], sn.code))
	}
	return false
}

// layGeneric: func zzGeneric[Z any](_ Z, p T) R { return E }
func layGeneric(l *layer, sn snippet) bool {
	if l.before(18) {
		return false
	}
	params, names := "_ Z", "0"
	if len(sn.inputs) > 0 {
		params += ", " + sn.params()
		names += ", " + sn.names()
	}
	l.declare("func zzGeneric%s[Z any](%s) %s { %s }", l.n, params, sn.result(), sn.function())
	return l.put(sn, fmt.Sprintf("zzGeneric%s(%s)", l.n, names))
}

// layInterface: var zzRun zzRunner = zzRunnerImpl{}
func layInterface(l *layer, sn snippet) bool {
	l.declare("type zzRunner%s interface { run(%s) %s }", l.n, sn.params(), sn.result())
	l.declare("type zzRunnerImpl%s struct{}", l.n)
	l.declare("func (zzRunnerImpl%s) run(%s) %s { %s }", l.n, sn.params(), sn.result(), sn.function())
	l.declare("var zzRun%s zzRunner%s = zzRunnerImpl%s{}", l.n, l.n, l.n)
	return l.put(sn, fmt.Sprintf("zzRun%s.run(%s)", l.n, sn.names()))
}

// layOtherPackage puts the code into a package below the one that is broken.
func layOtherPackage(l *layer, sn snippet) bool {
	if sn.remote == "" || strings.HasPrefix(sn.remote, "[") && l.before(18) {
		return false
	}
	name := "zzother" + l.n
	l.m.added[filepath.Join(l.Dir, name, name+".go")] = fmt.Sprintf("package %s\n\n%s\nfunc Do%s\n", name, sn.remoteHead, sn.remote)
	l.m.imports[l.Path+"/"+name] = name
	return l.put(sn, fmt.Sprintf(sn.conv(), fmt.Sprintf("%s.Do(%s)", name, sn.remoteArgs)))
}

func (sn snippet) conv() string {
	if sn.remoteConv == "" {
		return "%s"
	}
	return sn.remoteConv
}
