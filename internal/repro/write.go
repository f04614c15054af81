package repro

import (
	"bytes"
	"fmt"
	"go/format"
	"go/types"
	"maps"
	"slices"
	"strings"
	"text/template"
)

// test is the form of a test.
var test = template.Must(template.New("").Parse(`package {{.Package}}

import (
{{range .Imports}}	"{{.}}"
{{end}})

// {{.Name}} shows {{.Rule}}: {{.Message}}
func {{.Name}}(t *testing.T) {
{{range .Decls}}	{{.}}
{{end}}	var all sync.WaitGroup
{{range .Calls}}	for n := 0; n < {{$.Goroutines}}; n++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := 0; i < {{.Times}}; i++ {
				{{.Text}}
			}
		}()
	}
{{end}}	done := make(chan struct{})
	go func() {
		all.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After({{.Seconds}} * time.Second):
{{if .Blocks}}		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		for _, stack := range strings.Split(string(stacks), "\n\n") {
			if strings.Contains(stack, "[chan receive") && strings.Contains(stack, {{printf "%q" .Frame}}) {
				fmt.Printf("%s\n\n", stack)
				t.Fatal("it waits at a receive for {{.Seconds}} seconds, though no timer that it was given runs for more than a millisecond")
			}
		}
{{else}}		// It has no end, which is not what this is about.
{{end}}	}
}
`))

// A call is what one goroutine does.
type call struct {
	Text  string
	Times int
}

// Test returns the source of the test, or what is missing for it.
func (p *Plan) Test(v Variant) ([]byte, error) {
	m := newMaker(p.pkg.Types, v)
	data := struct {
		Package, Name, Rule, Message string
		Imports, Decls               []string
		Calls                        []call
		Goroutines, Seconds          int
		Blocks                       bool
		Frame                        string // of the function, in a stack
	}{
		Package: p.pkg.Types.Name(), Name: p.Name(), Rule: p.finding.Rule, Message: p.finding.Message,
		Goroutines: 1, Seconds: 3, Blocks: p.Kind == Blocks,
	}
	times := 1
	if p.Kind == Race {
		data.Goroutines, data.Seconds, times = 2, 10, 100
	}
	for _, path := range []string{"sync", "testing", "time"} {
		m.imports[path] = path
	}
	if data.Blocks {
		data.Frame = "." + p.calls[0].Name()
		for _, path := range []string{"fmt", "runtime", "strings"} {
			m.imports[path] = path
		}
	}
	for _, fn := range p.calls {
		text, err := m.call(fn)
		if err != nil {
			return nil, err
		}
		n := times
		if fn.Name() == "main" && fn.Signature().Recv() == nil {
			n = 1 // the whole program
		}
		data.Calls = append(data.Calls, call{text, n})
	}
	data.Decls = m.decls
	data.Imports = slices.Sorted(maps.Keys(m.imports))
	var b bytes.Buffer
	if err := test.Execute(&b, data); err != nil {
		return nil, err
	}
	src, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%w in\n%s", err, &b)
	}
	return src, nil
}

// call returns the call of a function, with its arguments.
func (m *maker) call(fn *types.Func) (string, error) {
	sig := fn.Signature()
	text := fn.Name()
	if recv := sig.Recv(); recv != nil {
		v, err := m.argument(recv.Type())
		if err != nil {
			return "", fmt.Errorf("%w, the receiver of %s", err, fn.Name())
		}
		if strings.HasPrefix(v, "&") {
			v = "(" + v + ")"
		}
		text = v + "." + text
	}
	var args []string
	for i := range sig.Params().Len() {
		if sig.Variadic() && i == sig.Params().Len()-1 {
			break // it takes none as well
		}
		param := sig.Params().At(i)
		v, err := m.argument(param.Type())
		if err != nil {
			return "", fmt.Errorf("%w, the argument %s of %s", err, param.Name(), fn.Name())
		}
		args = append(args, v)
	}
	return text + "(" + strings.Join(args, ", ") + ")", nil
}
