package mutate

import (
	"fmt"
	"go/ast"
	"maps"
	"strings"
)

var hotunmarshalOperators = []operator{
	{"decode", decodeInHandler},
	{"decode (host)", decodeInHost},
	{"oncevalue-dropped", onceValueDropped},
}

// The configurations that a handler is made to decode.
var configurations = []struct{ name, raw string }{
	{"environment", `[]byte(zzos.Getenv("SETTINGS"))`},
	{"file", `zzfile("settings.json")`},
	{"embedded", `zzembedded`},
}

// configurationDecls is what the configurations need.
const configurationDecls = `func zzfile(name string) []byte { data, _ := zzos.ReadFile(name); return data }
//go:embed zz_settings.json
var zzembedded []byte
type zzsettings struct { Name string; Limits map[string]int; Hosts []string }
var _ = zzjson.Unmarshal
`

var configurationImports = map[string]string{"os": "zzos", "encoding/json": "zzjson", "embed": "_"}

const decodeCode = "_ = zzjson.Unmarshal(%s, &zzsettings{})"

// decodeInHandler puts a decode of configuration into a handler, at depths 0 to 3.
func decodeInHandler(s *Site) []*draft {
	var drafts []*draft
	for _, h := range s.handlers() {
		at := s.offset(h.body.Lbrace) + 1
		drafts = append(drafts, s.decodes("decode", h.node, h.kind, at, "", "")...)
	}
	return drafts
}

func (s *Site) decodes(op string, node ast.Node, detail string, at int, prefix, suffix string) []*draft {
	var drafts []*draft
	for depth := range 4 {
		for _, c := range configurations {
			d := &draft{Site: s, op: fmt.Sprintf("%s, depth %d", op, depth), at: node, detail: detail + ", " + c.name,
				imports: maps.Clone(configurationImports), decls: configurationDecls, added: map[string]string{"zz_settings.json": "{}\n"}}
			code := fmt.Sprintf(decodeCode, c.raw)
			for i := range depth {
				d.decls += fmt.Sprintf("func zzload%d() { %s }\n", i, code)
				code = fmt.Sprintf("zzload%d()", i)
			}
			d.snippets = []snippet{{from: at, to: at, prefix: prefix + " ", code: code, suffix: ";" + suffix,
				remote: remoteDecode(depth, c.name), remoteHead: "import (\n\t\"os\"\n\t\"encoding/json\"\n)\n\nvar _ = os.Getenv\n"}}
			if c.name == "embedded" {
				d.snippets[0].remote = "" // the file lies in the package
			}
			drafts = append(drafts, d)
		}
	}
	return drafts
}

// remoteDecode is the decode in a package of its own.
func remoteDecode(depth int, source string) string {
	raw := `[]byte(os.Getenv("SETTINGS"))`
	if source == "file" {
		raw = "readAll()"
	}
	code := "() { var v struct { Name string; Hosts []string }; _ = json.Unmarshal(" + raw + ", &v) }\n"
	if source == "file" {
		code += "func readAll() []byte { data, _ := os.ReadFile(\"settings.json\"); return data }\n"
	}
	for i := range depth {
		code = fmt.Sprintf("() { load%d() }\nfunc load%d%s", i, i, code)
	}
	return code
}

// decodeInHost adds a handler to a package that knows net/http.
func decodeInHost(s *Site) []*draft {
	if !s.firstMethod() || !s.importsPath("net/http") || s.handlers() != nil {
		return nil
	}
	end := len(s.File.Src)
	const head = "\ntype zzServer struct{}\nfunc (zzServer) ServeHTTP(w zzhttp.ResponseWriter, r *zzhttp.Request) { "
	drafts := s.decodes("decode (host)", s.Fn, "zzServer", end, head, " }\nfunc init() { zzhttp.Handle(\"/zz\", zzServer{}) }\n")
	for _, d := range drafts {
		d.imports["net/http"] = "zzhttp"
	}
	return drafts
}

func (s *Site) importsPath(path string) bool {
	for _, imp := range s.File.Syntax.Imports {
		if strings.Trim(imp.Path.Value, `"`) == path {
			return true
		}
	}
	return false
}

// onceValueDropped calls f where sync.OnceValue(f) kept what f decodes.
func onceValueDropped(s *Site) []*draft {
	var drafts []*draft
	ast.Inspect(s.Fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		name := s.calleeName(call)
		lit, isLit := call.Args[0].(*ast.FuncLit)
		if !isLit || !strings.HasPrefix(name, "sync.OnceValue") && name != "(*sync.Once).Do" || !s.decodesIn(lit) || len(s.handlers()) == 0 {
			return true
		}
		d := &draft{Site: s, at: call, detail: name}
		d.edits = []Edit{{s.offset(call.Pos()), s.offset(lit.Pos()), ""}, {s.offset(lit.End()), s.offset(call.End()), ""}}
		if name == "(*sync.Once).Do" {
			d.edits[1].With = "()"
		}
		drafts = append(drafts, d)
		return true
	})
	return drafts
}

func (s *Site) decodesIn(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if ok {
			name := s.calleeName(call)
			found = found || strings.HasSuffix(name, ".Unmarshal") || strings.HasSuffix(name, "Decoder).Decode")
		}
		return !found
	})
	return found
}
