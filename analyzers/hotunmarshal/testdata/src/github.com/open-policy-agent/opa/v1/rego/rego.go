// Package rego stands for github.com/open-policy-agent/opa/v1/rego.
package rego

import "context"

type Rego struct{ query string }

func Query(q string) func(r *Rego) { return func(r *Rego) { r.query = q } }

func Module(filename, input string) func(r *Rego) { return func(r *Rego) {} }

func New(options ...func(r *Rego)) *Rego { return &Rego{} }

type PreparedEvalQuery struct{}

type EvalOption func(any)

func EvalInput(x any) EvalOption { return nil }

func (q PreparedEvalQuery) Eval(ctx context.Context, opts ...EvalOption) ([]any, error) {
	return nil, nil
}

type PrepareOption func(any)

func (r *Rego) PrepareForEval(ctx context.Context, opts ...PrepareOption) (PreparedEvalQuery, error) {
	return PreparedEvalQuery{}, nil
}
