package hotunmarshal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/google/pprof/profile"
	"golang.org/x/tools/go/analysis"
)

// A heat tells what share of a profile lies below a call.
type heat struct {
	what    string // "CPU" or "allocated bytes"
	total   int64
	samples []*profile.Sample
	value   int // index of the values that count
}

// profiles holds those that were read, by name.
var profiles sync.Map

// heatOf returns the profile for a package, nil if there is none.
func heatOf(pass *analysis.Pass) (*heat, error) {
	dir := filepath.Dir(pass.Fset.Position(pass.Files[0].Package).Filename)
	name := profileName
	if name == "auto" {
		name = defaultProfile(dir)
	} else if name != "" {
		name = above(dir, name)
	}
	if name == "" {
		return nil, nil
	}
	read, _ := profiles.LoadOrStore(name, sync.OnceValues(func() (*heat, error) { return loadHeat(name) }))
	return read.(func() (*heat, error))()
}

// above returns a file by a name that may be relative to the folder of a package,
// or to one above it in its module: go vet runs its tool in the first, but was
// itself started in another.
func above(dir, name string) string {
	if filepath.IsAbs(name) || exists(name) {
		return name
	}
	for {
		if at := filepath.Join(dir, name); exists(at) {
			return at
		}
		parent := filepath.Dir(dir)
		if parent == dir || exists(filepath.Join(dir, "go.mod")) {
			return name // the error tells
		}
		dir = parent
	}
}

// defaultProfile returns the default.pgo beside a package, in its module's root
// or, if that has just one, beside one of its commands.
func defaultProfile(dir string) string {
	if name := filepath.Join(dir, "default.pgo"); exists(name) {
		return name
	}
	for !exists(filepath.Join(dir, "go.mod")) {
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
	if name := filepath.Join(dir, "default.pgo"); exists(name) {
		return name
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "cmd", "*", "default.pgo")); len(names) == 1 {
		return names[0]
	}
	return ""
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func loadHeat(name string) (*heat, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("profile: %v", err)
	}
	defer f.Close() // only read
	p, err := profile.Parse(f)
	if err != nil {
		return nil, fmt.Errorf("profile %s: %v", name, err)
	}
	h := &heat{what: "CPU", samples: p.Sample, value: len(p.SampleType) - 1}
	for i, t := range p.SampleType {
		if t.Type == "alloc_space" {
			h.what, h.value = "allocated bytes", i
		}
	}
	for _, s := range p.Sample {
		h.total += s.Value[h.value]
	}
	return h, nil
}

// share returns the part of the profile that lies below the finding, in
// percent. Lines are compared by their distance from the start of the function,
// so that a profile survives edits elsewhere in the file.
func (h *heat) share(f finding) float64 {
	if h == nil || h.total == 0 {
		return 0
	}
	in, offset := symbol(f.In, f.main), f.At.Line-f.InLine
	var sum int64
	for _, s := range h.samples {
		if under(s, in, offset) {
			sum += s.Value[h.value]
		}
	}
	return 100 * float64(sum) / float64(h.total)
}

// under reports whether a sample was taken in or below a line of a function.
func under(s *profile.Sample, in string, offset int) bool {
	for _, loc := range s.Location {
		for _, line := range loc.Line {
			fn := line.Function
			if fn == nil || fn.StartLine == 0 {
				continue // written by a Go that does not know where functions start
			}
			if generic(fn.Name) == in && int(line.Line-fn.StartLine) == offset {
				return true
			}
		}
	}
	return false
}

// generic drops the type arguments that the linker writes as [...].
func generic(name string) string { return strings.ReplaceAll(name, "[...]", "") }

// symbol returns the linker's name of a function that goes by name in graphs:
// "p.(*T).M.func1" for "(*p.T).M$1". The linker calls the package at the path
// command "main".
func symbol(name, command string) string {
	name, literals, _ := strings.Cut(name, "$")
	if rest, ok := strings.CutPrefix(name, "(*"); ok {
		recv, method, _ := strings.Cut(rest, ").")
		pkg, typ := cutPackage(recv, command)
		name = pkg + ".(*" + typ + ")." + method
	} else if rest, ok := strings.CutPrefix(name, "("); ok {
		recv, method, _ := strings.Cut(rest, ").")
		pkg, typ := cutPackage(recv, command)
		name = pkg + "." + typ + "." + method
	} else {
		pkg, fn := cutPackage(name, command)
		name = pkg + "." + fn
	}
	if literals == "" {
		return name
	}
	for i, n := range strings.Split(literals, "$") {
		if i == 0 {
			name += ".func" + n
		} else {
			name += "." + n
		}
	}
	return name
}

// cutPackage cuts a name into the package, as the linker calls it, and the rest:
// it has no dots in the last element of a path.
func cutPackage(name, command string) (pkg, rest string) {
	dot := strings.LastIndexByte(name, '.')
	pkg, rest = name[:max(dot, 0)], name[dot+1:]
	if pkg == command {
		return "main", rest
	}
	slash := strings.LastIndexByte(pkg, '/')
	return pkg[:slash+1] + strings.ReplaceAll(pkg[slash+1:], ".", "%2e"), rest
}
