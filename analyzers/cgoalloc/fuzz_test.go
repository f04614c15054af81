package cgoalloc

import "testing"

// FuzzPreamble reads C that nobody compiled.
func FuzzPreamble(f *testing.F) {
	for _, seed := range []string{
		"static char *dup(const char *s) { return strdup(s); }",
		"#define drop free\nstatic void out(char **s) { *s = malloc(8); }",
		"int f(int a) { if (a) { return g(h(a)); } /* } */ return 0; }",
		"char *f() { char *p = (char *)malloc(1); *p = 0; return p;",
		"void f(void (*cb)(int), int n) { cb(n); }}}}",
		"f(){((((", "#define a b\n#define b a\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := &preambles{funcs: make(map[string]*cFunction), macros: make(map[string]string)}
		p.scan(text)
		for name := range p.funcs {
			p.frees(name, 0, 0)
		}
		for name := range p.macros {
			p.frees(name, 0, 0)
		}
	})
}
