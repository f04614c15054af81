package driver

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"

	"golang.org/x/tools/go/gcexportdata"
)

// exportTypes writes the types of a unit of the standard library that others import, and no
// facts, in the place of unitchecker. Function bodies are parsed, but not checked, which
// takes most of the time that unitchecker needs.
func (u *unit) exportTypes() error {
	if u.Stdout != "" {
		if err := os.WriteFile(u.Stdout, nil, 0o666); err != nil {
			return err
		}
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range u.GoFiles {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	conf := &types.Config{
		Importer:         &vetxImporter{unit: u, fset: fset, imports: make(map[string]*types.Package)},
		Sizes:            types.SizesFor("gc", build.Default.GOARCH),
		GoVersion:        u.GoVersion,
		IgnoreFuncBodies: true,
	}
	pkg, err := conf.Check(u.ImportPath, fset, files, nil)
	if err != nil {
		return err
	}
	return writeTypes(u.VetxOutput, fset, pkg)
}

// A vetxImporter imports packages from the files that this tool wrote for them.
type vetxImporter struct {
	unit    *unit
	fset    *token.FileSet
	imports map[string]*types.Package
}

// Import implements [types.Importer].
func (i *vetxImporter) Import(path string) (*types.Package, error) {
	if real, ok := i.unit.ImportMap[path]; ok {
		path = real
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg, ok := i.imports[path]; ok && pkg.Complete() {
		return pkg, nil
	}
	file, ok := i.unit.PackageVetx[path]
	if !ok {
		return nil, fmt.Errorf("nothing is known of package %q", path)
	}
	data, err := readTypes(file)
	if err != nil {
		return nil, fmt.Errorf("types of package %q: %w", path, err)
	}
	return gcexportdata.Read(bytes.NewReader(data), i.fset, i.imports, path)
}

// The files that unitchecker of golang.org/x/tools v0.52.0 writes for importers begin with a
// word, the sizes of what follows in four bytes each, then types and facts. The form is not
// documented; go vet runs the tool that wrote a file on it again, never another one.
const (
	vetxMagic  = "vetx"
	vetxHeader = len(vetxMagic) + 4 + 4
	// indexed is how the form of types that unitchecker uses begins for gcexportdata.
	indexed = 'i'
)

// readTypes returns the types in such a file, as [gcexportdata.Read] reads them.
func readTypes(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if len(data) < vetxHeader || string(data[:len(vetxMagic)]) != vetxMagic {
		return nil, fmt.Errorf("%s does not hold types", file)
	}
	size := uint64(binary.LittleEndian.Uint32(data[len(vetxMagic):]))
	if rest := uint64(len(data) - vetxHeader); size > rest {
		return nil, fmt.Errorf("%s holds %d bytes, and says %d", file, rest, size)
	}
	return append([]byte{indexed}, data[vetxHeader:uint64(vetxHeader)+size]...), nil
}

// writeTypes writes such a file without facts.
func writeTypes(file string, fset *token.FileSet, pkg *types.Package) error {
	var export bytes.Buffer
	if err := gcexportdata.Write(&export, fset, pkg); err != nil {
		return err
	}
	data, ok := bytes.CutPrefix(export.Bytes(), []byte{indexed})
	if !ok {
		return fmt.Errorf("types of %s are written in another form", pkg.Path())
	}
	out := binary.LittleEndian.AppendUint32([]byte(vetxMagic), uint32(len(data)))
	out = binary.LittleEndian.AppendUint32(out, 0) // no facts
	return os.WriteFile(file, append(out, data...), 0o666)
}
