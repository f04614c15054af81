// Package vet runs go vet with the suite as its tool and reads the findings.
package vet

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/bench/internal/corpus"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// A Position is a line of a file. The file is relative to the folder that go vet
// ran in, if it lies there.
type Position struct {
	File string
	Line int
}

func (p Position) String() string { return p.File + ":" + strconv.Itoa(p.Line) }

// A Finding is one diagnostic.
type Finding struct {
	Package  string
	Analyzer string
	Category string
	Position Position
	Message  string
	Related  []Position
}

var lineNumber = regexp.MustCompile(`:\d+(:\d+)?`)

// Key identifies the finding among those of one state of the code. The columns
// that its message mentions are no part of it.
func (f Finding) Key() string {
	return f.Analyzer + " " + f.Position.String() + ": " + lineNumber.ReplaceAllString(f.Message, "")
}

// A Result is what one run says.
type Result struct {
	Findings []Finding
	Broken   map[string]string // packages that could not be analyzed, and why
}

// Run analyzes the packages of the module in dir.
func Run(dir, tool string, patterns ...string) (*Result, error) {
	cmd := exec.Command("go", append([]string{"vet", "-vettool=" + tool, "-json"}, patterns...)...)
	cmd.Dir = dir
	cmd.Env = corpus.Env()
	out, err := cmd.CombinedOutput()
	res, perr := parse(dir, out)
	if perr != nil {
		return nil, perr
	}
	if err != nil && len(res.Broken) == 0 { // with -json, findings are no failure
		return nil, fmt.Errorf("go vet in %s: %v: %s", dir, err, bytes.TrimSpace(out))
	}
	return res, nil
}

// parse reads lines "# package" and, below each, JSON or what went wrong.
func parse(dir string, out []byte) (*Result, error) {
	res := &Result{Broken: make(map[string]string)}
	var pkg string
	for len(out) > 0 {
		if out[0] == '{' {
			d := json.NewDecoder(bytes.NewReader(out))
			var units map[string]map[string]json.RawMessage
			if err := d.Decode(&units); err != nil {
				return nil, fmt.Errorf("output of go vet: %v", err)
			}
			out = bytes.TrimLeft(out[d.InputOffset():], "\n")
			for unit, results := range units {
				if err := res.add(dir, unit, results); err != nil {
					return nil, err
				}
			}
			continue
		}
		line, rest, _ := bytes.Cut(out, []byte("\n"))
		out = rest
		text := string(line)
		switch {
		case strings.HasPrefix(text, "# "):
			pkg = unitPath(text[2:])
		case text == "" || pkg == "" || harmless.MatchString(text):
		case res.Broken[pkg] == "":
			res.Broken[pkg] = text
		}
	}
	return res, nil
}

// harmless matches what is no error: downloads, warnings of the C compiler and the
// code that these quote.
var harmless = regexp.MustCompile(`^go: downloading|^\s|: warning: |: note: |: In function|^In file included from`)

// unitPath returns the package of "p", "p [p.test]" or "[p]", as go vet writes it
// above errors of types.
func unitPath(unit string) string {
	path, _, _ := strings.Cut(strings.TrimSpace(unit), " ")
	return strings.TrimSuffix(strings.TrimPrefix(path, "["), "]")
}

func (res *Result) add(dir, unit string, results map[string]json.RawMessage) error {
	for analyzer, raw := range results {
		var diags []struct {
			Category, Posn, Message string
			Related                 []struct{ Posn string }
		}
		if json.Unmarshal(raw, &diags) != nil { // an object that has the error
			res.Broken[unitPath(unit)] = string(raw)
			continue
		}
		for _, d := range diags {
			tag, _ := report.ParseTag(d.Category) // an older build has its rule there, or the confidence
			f := Finding{Package: unitPath(unit), Analyzer: analyzer, Category: cmp.Or(tag.Confidence.String(), d.Category), Message: d.Message}
			f.Position = position(dir, d.Posn)
			for _, r := range d.Related {
				f.Related = append(f.Related, position(dir, r.Posn))
			}
			res.Findings = append(res.Findings, f)
		}
	}
	return nil
}

var location = regexp.MustCompile(`^(.*?):(\d+)(:\d+)?$`)

// position parses file:line:column or file:line.
func position(dir, s string) Position {
	loc := location.FindStringSubmatch(s)
	if loc == nil {
		return Position{File: s}
	}
	p := Position{File: loc[1]}
	p.Line, _ = strconv.Atoi(loc[2])
	if rel, err := filepath.Rel(dir, p.File); err == nil && filepath.IsLocal(rel) {
		p.File = filepath.ToSlash(rel)
	}
	return p
}
