//go:build unix

package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"testing"
)

// TestShapes checks that what is generated is Go, and grows.
func TestShapes(t *testing.T) {
	for _, s := range shapes {
		small, large := s.source(2), s.source(20)
		if len(large) < 2*len(small) {
			t.Errorf("%s: %d bytes for 2, %d for 20", s.name, len(small), len(large))
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, s.name+".go", large, 0)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		if s.cgo {
			continue // the go command translates it first
		}
		config := types.Config{Importer: importer.Default()}
		if _, err := config.Check("growth", fset, []*ast.File{f}, nil); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestExponent(t *testing.T) {
	var points []point
	for _, n := range []int{100, 1000, 10000} {
		points = append(points, point{size: n, cpu: 3 * math.Pow(float64(n), 1.5)})
	}
	if k := exponent(points, func(p point) float64 { return p.cpu }); math.Abs(k-1.5) > 1e-9 {
		t.Errorf("exponent %v, want 1.5", k)
	}
}

func TestChoose(t *testing.T) {
	if _, err := choose("branches,squares"); err == nil {
		t.Error("no error for a shape that there is not")
	}
	chosen, err := choose("methods,branches")
	if err != nil || len(chosen) != 2 || chosen[0].name != "methods" {
		t.Errorf("choose: %v, %v", chosen, err)
	}
}
