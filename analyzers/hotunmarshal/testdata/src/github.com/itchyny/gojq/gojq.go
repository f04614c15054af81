// Package gojq stands for github.com/itchyny/gojq.
package gojq

type Query struct{}

type Code struct{}

func (*Code) Run(v any) any { return nil }

type CompilerOption func(any)

func Parse(src string) (*Query, error) { return nil, nil }

func Compile(q *Query, options ...CompilerOption) (*Code, error) { return nil, nil }
