package escape

import (
	_ "embed"
	"go/types"
	"slices"
	"strings"
	"sync"

	"github.com/golint-incidents/golint-incidents/internal/callgraph"

	"github.com/golint-incidents/golint-incidents/internal/ir"
)

// Text returns what is known of the functions that other packages can call, a
// line for each: its name, "Func" or "Type.Method", and its leaks. Functions of
// which the worst is true are left out, as the unknown is.
func (p *Package) Text() string {
	var lines []string
	for fn := range p.known {
		obj, ok := ir.Func(fn)
		if !ok || !obj.Exported() {
			continue // called by its own package only
		}
		leaks, ok := p.Of(fn)
		if !ok || leaks.worst(obj.Signature()) {
			continue // nothing to tell
		}
		lines = append(lines, callgraph.LocalName(obj)+"\t"+leaks.String()+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// Lookup finds a function in the text that [Package.Text] returned for its
// package.
func Lookup(text string, obj *types.Func) (Leaks, bool) {
	return find(text, callgraph.LocalName(obj))
}

// find returns the leaks on the line that begins with a name.
func find(text, name string) (Leaks, bool) {
	key := name + "\t"
	i := 0
	if !strings.HasPrefix(text, key) {
		if i = strings.Index(text, "\n"+key) + 1; i == 0 {
			return nil, false
		}
	}
	line, _, _ := strings.Cut(text[i+len(key):], "\n")
	return parseLeaks(line), true
}

//go:embed std.txt
var std string

// standard splits the table of the standard library by package.
var standard = sync.OnceValue(func() map[string]string {
	packages := make(map[string]string)
	for section := range strings.SplitSeq(std, "# ") {
		path, text, _ := strings.Cut(section, "\n")
		packages[path] = text
	}
	return packages
})

// Standard returns the leaks of a function of the standard library: on its
// packages no analyzer runs where they are only imported, so a table says what
// Go 1.26 has. TestStandard writes it.
func Standard(obj *types.Func) (Leaks, bool) {
	if obj.Pkg() == nil {
		return nil, false // a method of error
	}
	return Lookup(standard()[obj.Pkg().Path()], obj)
}

// IsStandard reports whether the table has a package.
func IsStandard(path string) bool {
	_, ok := standard()[path]
	return ok
}

// StandardText returns what the table has of a package.
func StandardText(path string) (string, bool) {
	text, ok := standard()[path]
	return text, ok
}
