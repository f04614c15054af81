// Package config reads .golint-incidents.yaml, in which a repository keeps its settings:
//
//	disable: [timerreset/stale-value]
//	exclude: ["**/*.pb.go"]
//	baseline: golint-incidents.baseline.json
//	analyzers:
//	  maprace: {confidence: proven}
//	  hotunmarshal: {entries: [example.com/m/rpc.Serve]}
//	  stackptr: false
//
// Each is a flag of the command, which comes before it.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/golint-incidents/golint-incidents/internal/spell"
)

// Name is the name of the file.
const Name = ".golint-incidents.yaml"

// A Setting is a value of a flag, with its line.
type Setting struct {
	Flag, Value string
	Line        int
}

// A Config is what one file says.
type Config struct {
	File     string
	Content  []byte
	Settings []Setting
	named    []Setting // the analyzers, also those without a setting
}

// Find returns the file in the folder or the nearest above, "" if there is none. A repository
// ends the search.
func Find(dir string) string {
	for {
		name := filepath.Join(dir, Name)
		if fi, err := os.Stat(name); err == nil && fi.Mode().IsRegular() {
			return name
		}
		parent := filepath.Dir(dir)
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil || parent == dir {
			return ""
		}
		dir = parent
	}
}

// Read reads a file. The error has the line of what is wrong.
func Read(file string) (*Config, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s", file)
	}
	if err != nil {
		return nil, err
	}
	c := &Config{File: file, Content: data}
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n") // the rest is a picture of the place
		return nil, fmt.Errorf("%s: %s", file, text)
	}
	for _, doc := range parsed.Docs {
		if doc.Body == nil {
			continue // nothing but comments
		}
		if err := c.top(doc.Body); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// fail returns an error about a place in the file.
func (c *Config) fail(at ast.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", c.File, line(at), fmt.Sprintf(format, args...))
}

func line(n ast.Node) int {
	if token := n.GetToken(); token != nil {
		return token.Position.Line
	}
	return 1
}

// keys are those of the file.
var keys = []string{"analyzers", "baseline", "disable", "exclude"}

func (c *Config) top(n ast.Node) error {
	return c.each(n, func(key string, at, value ast.Node) error {
		switch key {
		case "disable":
			return c.add("disable", at, value, func(s string) string { return s })
		case "exclude":
			return c.add("exclude", at, value, c.below)
		case "baseline":
			return c.add("baseline", at, value, c.below)
		case "analyzers":
			return c.each(value, c.analyzer)
		}
		if near := spell.Nearest(key, keys); near != "" {
			return c.fail(at, "unknown key %q; did you mean %s?", key, near)
		}
		return c.fail(at, "unknown key %q; there are %s", key, strings.Join(keys, ", "))
	})
}

// below returns a name or glob relative to the file's folder in full.
func (c *Config) below(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(c.File), filepath.FromSlash(name))
}

// analyzer reads the settings of one analyzer: its flags, or whether it runs.
func (c *Config) analyzer(name string, at, value ast.Node) error {
	c.named = append(c.named, Setting{Flag: name, Line: line(at)})
	if b, ok := value.(*ast.BoolNode); ok {
		if !b.Value {
			c.Settings = append(c.Settings, Setting{name, "false", line(at)})
		}
		return nil // all are on
	}
	return c.each(value, func(key string, at, value ast.Node) error {
		return c.add(name+"."+key, at, value, func(s string) string { return s })
	})
}

// each calls fn for each key of a mapping, which must not come twice.
func (c *Config) each(n ast.Node, fn func(key string, at, value ast.Node) error) error {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	case *ast.NullNode:
		return nil // a key without anything below
	default:
		return c.fail(n, "want keys and values here")
	}
	seen := make(map[string]bool)
	for _, pair := range pairs {
		key, ok := scalar(pair.Key)
		if !ok {
			return c.fail(pair.Key, "want a word as the key")
		}
		if seen[key] {
			return c.fail(pair.Key, "the key %q is there twice", key)
		}
		seen[key] = true
		if err := fn(key, pair.Key, pair.Value); err != nil {
			return err
		}
	}
	return nil
}

// add adds a setting: a scalar, or a list of them, joined by commas as flags take them.
func (c *Config) add(flag string, at, value ast.Node, change func(string) string) error {
	var words []string
	switch n := value.(type) {
	case *ast.SequenceNode:
		for _, v := range n.Values {
			s, ok := scalar(v)
			if !ok {
				return c.fail(v, "want a word or number in the list")
			}
			words = append(words, change(s))
		}
	default:
		s, ok := scalar(value)
		if !ok {
			return c.fail(at, "want a word, a number or a list of them")
		}
		words = []string{change(s)}
	}
	if len(words) > 0 {
		c.Settings = append(c.Settings, Setting{flag, strings.Join(words, ","), line(at)})
	}
	return nil
}

// scalar returns the text of a scalar.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}
