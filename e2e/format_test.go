package e2e

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// formats are those that go to files in TestFormats.
var formats = []string{"json", "sarif", "github", "gitlab", "checkstyle", "junit", "agent", "html"}

// An output is what one run over the incidents of maprace printed in each format.
type output struct {
	result
	files map[string]string
	found []jsonFinding
}

type jsonFinding struct {
	Rule, Confidence, Message, Fingerprint, Function string
	Location                                         struct {
		File  string
		Start struct{ Line, Column int }
	}
	Trace []struct{ Message string }
	Fixes []struct{ Message string }
}

// incidentsModule has the programs that the formats are tested with.
const incidentsModule = "../incidents/maprace"

// incidents runs the command once, for all tests of formats.
var incidents = sync.OnceValues(func() (*output, error) {
	exe, err := binary()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(scratch, "formats")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	list := "text"
	for _, f := range formats {
		list += "," + f + "=" + filepath.Join(dir, f)
	}
	cmd := exec.Command(exe, "-format="+list, "./...")
	cmd.Dir = incidentsModule
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run() // findings are an error to it
	out := &output{result: result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}, files: make(map[string]string)}
	for _, f := range formats {
		data, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			return nil, err
		}
		out.files[f] = string(data)
	}
	var run struct{ Findings []jsonFinding }
	if err := json.Unmarshal([]byte(out.files["json"]), &run); err != nil {
		return nil, err
	}
	out.found = run.Findings
	return out, nil
})

// One run prints each format, with the same findings in each.
func TestFormats(t *testing.T) {
	out, err := incidents()
	if err != nil {
		t.Fatal(err)
	}
	if out.code != 1 || len(out.found) < 20 {
		t.Fatalf("want exit 1 and many findings: %v", out.result)
	}
	n := len(out.found)
	t.Run("text", func(t *testing.T) {
		if got := len(printed.FindAllString(out.stdout, -1)); got != n {
			t.Errorf("%d findings, want %d: %s", got, n, out.stdout)
		}
	})
	t.Run("summary", func(t *testing.T) {
		if !summary.MatchString(out.stderr) {
			t.Errorf("no last line: %q", out.stderr)
		}
	})
	t.Run("json", func(t *testing.T) {
		schema, err := filepath.Abs("../docs/findings.schema.json")
		if err != nil {
			t.Fatal(err)
		}
		validate(t, schema, out.files["json"])
		first := out.found[0]
		if first.Function == "" || first.Fingerprint == "" || !strings.HasPrefix(first.Location.File, "incidents/maprace/") {
			t.Errorf("incomplete: %+v", first)
		}
	})
	t.Run("sarif", func(t *testing.T) { checkSARIF(t, out) })
	t.Run("github", func(t *testing.T) {
		line := regexp.MustCompile(`(?m)^::(error|warning|notice) file=incidents/maprace/[^,]+\.go,line=\d+,col=\d+[^:]*,title=maprace/[a-z-]+::\S.*$`)
		if got := len(line.FindAllString(out.files["github"], -1)); got != n {
			t.Errorf("%d annotations, want %d:\n%s", got, n, out.files["github"])
		}
	})
	t.Run("gitlab", func(t *testing.T) {
		var issues []struct {
			Description, Fingerprint, Severity string
			CheckName                          string `json:"check_name"`
			Location                           struct {
				Path  string
				Lines struct{ Begin int }
			}
		}
		if err := json.Unmarshal([]byte(out.files["gitlab"]), &issues); err != nil || len(issues) != n {
			t.Fatalf("%d issues, want %d: %v", len(issues), n, err)
		}
		seen := make(map[string]bool)
		for _, i := range issues {
			if seen[i.Fingerprint] || i.Severity == "" || i.CheckName == "" || i.Location.Path == "" || i.Location.Lines.Begin == 0 {
				t.Errorf("incomplete, or its fingerprint is another's: %+v", i)
			}
			seen[i.Fingerprint] = true
		}
	})
	t.Run("checkstyle", func(t *testing.T) {
		var doc struct {
			Files []struct {
				Name   string `xml:"name,attr"`
				Errors []struct {
					Line   int    `xml:"line,attr"`
					Source string `xml:"source,attr"`
				} `xml:"error"`
			} `xml:"file"`
		}
		got := 0
		err := xml.Unmarshal([]byte(out.files["checkstyle"]), &doc)
		for _, f := range doc.Files {
			got += len(f.Errors)
		}
		if err != nil || got != n {
			t.Errorf("%d findings, want %d: %v", got, n, err)
		}
	})
	t.Run("junit", func(t *testing.T) {
		var doc struct {
			Suites []struct {
				Failures int `xml:"failures,attr"`
				Cases    []struct {
					Failure struct {
						Type string `xml:"type,attr"`
						Text string `xml:",chardata"`
					} `xml:"failure"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(out.files["junit"]), &doc); err != nil || len(doc.Suites) != 1 || doc.Suites[0].Failures != n || len(doc.Suites[0].Cases) != n {
			t.Fatalf("want one suite with %d failures: %v\n%s", n, err, out.files["junit"])
		}
		if f := doc.Suites[0].Cases[0].Failure; f.Type != out.found[0].Rule || !strings.Contains(f.Text, out.found[0].Message) {
			t.Errorf("first failure %+v, want %+v", f, out.found[0])
		}
	})
	t.Run("agent", func(t *testing.T) {
		lines := strings.Split(strings.TrimSuffix(out.files["agent"], "\n"), "\n")
		if len(lines) != n+1 {
			t.Fatalf("%d lines, want one for each of %d findings and a last one", len(lines), n)
		}
		for _, line := range lines[:n] {
			if !strings.Contains(line, " | next: golint-incidents ") {
				t.Errorf("no next command: %s", line)
			}
		}
	})
}

// validate checks a document against the JSON schema in a file.
func validate(t *testing.T, schema, document string) {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Error(err)
	}
}

// checkSARIF validates the log, and checks what code hosts show.
func checkSARIF(t *testing.T, out *output) {
	// The schema of OASIS comes with a module that golangci-lint needs.
	dir := place{dir: "golangci"}.must(t, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/securego/gosec/v2")
	validate(t, filepath.Join(strings.TrimSpace(dir), "report", "sarif", "testdata", "sarif-schema-2.1.0.json"), out.files["sarif"])
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID      string
						HelpURI string
						Help    struct{ Text, Markdown string }
					}
				}
			}
			Results []struct {
				RuleID              string
				Message             struct{ Text string }
				PartialFingerprints map[string]string
				RelatedLocations    []struct{ ID int }
				CodeFlows           []struct {
					ThreadFlows []struct{ Locations []struct{} }
				}
				Fixes []struct{}
			}
		}
	}
	if err := json.Unmarshal([]byte(out.files["sarif"]), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != len(out.found) {
		t.Fatalf("want one run with %d results", len(out.found))
	}
	help := make(map[string]bool)
	for _, r := range log.Runs[0].Tool.Driver.Rules {
		help[r.ID] = strings.Contains(r.Help.Text, "WRONG") && strings.Contains(r.Help.Markdown, "## How to fix") && strings.HasSuffix(r.HelpURI, r.ID+".md")
	}
	for i, r := range log.Runs[0].Results {
		f := out.found[i]
		if !help[r.RuleID] || r.RuleID != f.Rule || len(r.PartialFingerprints) == 0 || len(r.Fixes) != len(f.Fixes) || len(r.RelatedLocations) != len(f.Trace) {
			t.Errorf("result %+v, want %+v", r, f)
		}
		if len(f.Trace) > 0 && (len(r.CodeFlows) != 1 || len(r.CodeFlows[0].ThreadFlows[0].Locations) != len(f.Trace)+1 || !strings.Contains(r.Message.Text, "](1)")) {
			t.Errorf("the trace of %q is no flow, or not linked: %+v", f.Message, r)
		}
	}
}

// What is wrong with an output is one line, before anything is analyzed.
func TestFormatErrors(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": "package a\n"})
	for _, tt := range []struct{ flag, want string }{
		{"-format=sarfi", `unknown format "sarfi"; did you mean sarif?`},
		{"-format=xyzzyxyzzy", "there are text, json, sarif"},
		{"-format=sarif,text", "formats sarif and text both go to standard output"},
		{"-format=sarif=", "has no file"},
		{"-format=sarif=nowhere/out.sarif", "there is no folder nowhere"},
		{"-color=blue", "want auto, always or never"},
	} {
		res := m.cmd(t, tt.flag)
		res.expect(t, 2, nil, []string{tt.want})
		if strings.Count(res.stderr, "\n") != 1 {
			t.Errorf("%s: want one line: %v", tt.flag, res)
		}
	}
	m.cmd(t, "-format=text", "-json").expect(t, 2, nil, []string{"cannot be combined"})
	// An output that cannot be written costs none of the others.
	if err := os.Mkdir(filepath.Join(m.dir, "taken"), 0o777); err != nil {
		t.Fatal(err)
	}
	m.cmd(t, "-format=sarif=taken,json=out.json").expect(t, 2, nil, []string{"-format sarif=taken"})
	if !strings.Contains(read(t, filepath.Join(m.dir, "out.json")), `"findings": []`) {
		t.Error("the other output is lost")
	}
}

// For a terminal there is code with a mark, a numbered story and the fix; the last line
// tells what came from the cache.
func TestRichText(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "a.go": drain("a")})
	res := m.cmd(t, "-color=always")
	plain := regexp.MustCompile("\x1b(\\[[0-9;]*m|\\]8;;[^\x1b]*\x1b\\\\)").ReplaceAllString(res.stdout, "")
	for _, want := range []string{
		"a.go:9:3: <-t.C blocks for ever", "    9 | \t\t<-t.C\n        | \t\t^~~~~\n", "  1. a.go:7:2: the value is received here\n",
		"  fix: ", "     +\t\tselect {",
	} {
		if !strings.Contains(plain, want) {
			t.Errorf("want %q in\n%s", want, plain)
		}
	}
	if !strings.Contains(res.stdout, "\x1b]8;;file://") {
		t.Errorf("no link: %q", res.stdout)
	}
	again := m.run(t, tool(t))
	again.expect(t, 1, []string{"a.go:9:3"}, []string{"golint-incidents: 1 finding in 1 package, ", " s, 100 % from cache\n"})
	m.run(t, tool(t), "-timerreset=false").expect(t, 0, nil, []string{"golint-incidents: no findings in 1 package, "})
}
