// Package cel stands for github.com/google/cel-go/cel.
package cel

type Env struct{}

type EnvOption func(e *Env) (*Env, error)

func NewEnv(opts ...EnvOption) (*Env, error) { return nil, nil }

type Ast struct{}

type Issues struct{}

func (*Issues) Err() error { return nil }

type Program interface {
	Eval(vars any) (any, any, error)
}

type ProgramOption func(p any) error

func (e *Env) Compile(txt string) (*Ast, *Issues) { return nil, nil }

func (e *Env) Program(ast *Ast, opts ...ProgramOption) (Program, error) { return nil, nil }
