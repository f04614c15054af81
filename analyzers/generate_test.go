package analyzers_test

import (
	"fmt"
	"strings"
)

// A generator makes well-typed programs of bytes: timers, locks, maps, goroutines,
// closures, generics, interfaces, defer, select, loops over functions, handlers.
// When the bytes run out, so do the statements.
type generator struct {
	data  []byte
	buf   strings.Builder
	depth int
	funcs int
	loops int // around the statement
	lits  int // literals around it, which return nothing
}

// maxNesting bounds the blocks in blocks.
const maxNesting = 5

// pick returns a number below n.
func (g *generator) pick(n int) int {
	if len(g.data) == 0 {
		return 0
	}
	b := int(g.data[0])
	g.data = g.data[1:]
	return b % n
}

func (g *generator) line(format string, args ...any) {
	g.buf.WriteString(strings.Repeat("\t", g.depth))
	fmt.Fprintf(&g.buf, format, args...)
	g.buf.WriteByte('\n')
}

// prelude declares what both packages have.
const prelude = `package %s

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
%s)

type I interface{ Do(n int) (int, error) }

type S struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	m    map[string]int
	mm   map[string]map[string]int
	t    *time.Timer
	tk   *time.Ticker
	tv   time.Timer
	ch   chan int
	sem  chan struct{}
	wg   sync.WaitGroup
	once sync.Once
	flag atomic.Bool
	f    func()
	i    I
	next *S
	all  []*S
	by   map[string]*S
	big  [24]*int
	any  any
	self endless
	step func(*S) *S
	wrap func(func()) func()
	same func(*time.Timer) *time.Timer
	fill func(map[string]int) map[string]int
}

type endless func() endless

type E struct {
	*S
	I
}

type P[T any] struct{ items map[string]T; t *time.Timer; mu sync.Mutex }

func (p *P[T]) Put(k string, v T) { p.mu.Lock(); p.items[k] = v; p.mu.Unlock(); p.t.Reset(time.Second) }

func (p *P[T]) Get(k string) T { return p.items[k] }

func Apply[T any](x T, f func(T)) { f(x) }

func (s *S) Seq() func(func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for k, v := range s.m {
			if !yield(k, v) {
				return
			}
		}
	}
}

var G = &S{m: map[string]int{}, ch: make(chan int), sem: make(chan struct{}, 1)}
var GM = map[string]int{}
var _ = json.Marshal
var _ = http.StatusOK
var _ = os.ReadFile
`

// program returns the source of a package; imported is the name of one of
// example.com that it may use, or "".
func (g *generator) program(name, imported string) string {
	extra := ""
	if imported != "" {
		extra = "\n\t\"example.com/" + imported + "\"\n"
	}
	fmt.Fprintf(&g.buf, prelude, name, extra)
	if imported != "" {
		g.line("var other = %s.G", imported)
	}
	g.funcs = 2 + g.pick(4)
	for i := range g.funcs {
		recv := ""
		if i%2 == 1 {
			recv = "(s *S) "
			g.line("func %sF%d(o *S, n int, m map[string]int, t *time.Timer, f func()) (r int, err error) {", recv, i)
		} else {
			g.line("func F%d(s *S, o *S, n int, m map[string]int, t *time.Timer, f func()) (r int, err error) {", i)
		}
		g.depth++
		g.block(imported)
		g.line("return")
		g.depth--
		g.line("}")
	}
	g.line("func (s *S) Do(n int) (int, error) { return F0(s, s.next, n, s.m, s.t, s.f) }")
	g.line("func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) { F0(s, G, len(r.URL.Path), GM, s.t, func() { s.m[r.URL.Path]++ }) }")
	return g.buf.String()
}

// block writes some statements.
func (g *generator) block(imported string) {
	for range 1 + g.pick(5) {
		if len(g.data) == 0 {
			return
		}
		g.statement(imported)
	}
}

// body writes a block in braces after a header, and what follows it.
func (g *generator) body(header, end, imported string) {
	g.line("%s {", header)
	g.depth++
	g.block(imported)
	g.depth--
	g.line("}%s", end)
}

// literal writes a function literal.
func (g *generator) literal(header, end, imported string) {
	loops := g.loops
	g.loops = 0
	g.lits++
	g.body(header, end, imported)
	g.lits--
	g.loops = loops
}

var (
	objects    = []string{"s", "o", "G", "s.next", "s.all[0]", "s.by[\"x\"]", "(&E{S: s}).S"}
	timers     = []string{"t", "s.t", "o.t", "s.next.t", "(&s.tv)", "time.NewTimer(time.Second)", "time.AfterFunc(time.Duration(n), f)"}
	maps       = []string{"m", "s.m", "o.m", "GM", "s.mm[\"k\"]", "s.next.m", "G.m", "(*E)(&E{S: s}).m"}
	conditions = []string{"n > 0", "n <= 0", "err != nil", "len(m) == 0", "s.flag.Load()", "t != nil", "t.Stop()", "s.mu.TryLock()", "s.m[\"k\"] > 3", "t.C != nil", "ok(n)"}
	simple     = []string{
		"%[3]s[\"k\"] = n", "%[3]s[\"k\"]++", "delete(%[3]s, \"k\")", "clear(%[3]s)", "n += %[3]s[\"k\"]", "n += len(%[3]s)",
		"%[1]s.mu.Lock()", "%[1]s.mu.Unlock()", "defer %[1]s.mu.Unlock()", "%[1]s.rw.RLock()", "%[1]s.rw.RUnlock()", "%[1]s.rw.Lock()",
		"%[2]s.Stop()", "%[2]s.Reset(time.Duration(n))", "<-%[2]s.C", "%[1]s.t = %[2]s", "t = %[2]s", "%[1]s.tk = time.NewTicker(time.Duration(n))", "%[1]s.tk.Stop()", "<-%[1]s.tk.C", "<-time.After(time.Second)",
		"%[1]s.ch <- n", "n = <-%[1]s.ch", "close(%[1]s.ch)", "%[1]s.sem <- struct{}{}", "<-%[1]s.sem", "%[1]s.wg.Add(1)", "%[1]s.wg.Done()", "defer %[1]s.wg.Done()", "%[1]s.wg.Wait()",
		"%[1]s.once.Do(f)", "%[1]s.flag.Store(n > 0)", "%[1]s.m = make(map[string]int)", "%[1]s.m = %[3]s", "m = %[3]s", "%[1]s.f = f", "f = %[1]s.f", "f()", "go f()", "defer f()", "%[1]s.f()", "go %[1]s.f()",
		"%[1]s.i = %[1]s", "n, err = %[1]s.i.Do(n)", "go %[1]s.i.Do(n)", "o = %[1]s", "%[1]s.next = o", "%[1]s.all = append(%[1]s.all, o)", "%[1]s.by[\"x\"] = o",
		"for k := range %[1]s.Seq() { %[3]s[k]++ }", "for range n { %[3]s[\"k\"]++ }", "for _, x := range %[1]s.all { go x.Do(n) }",
		"p := &P[int]{items: %[3]s, t: %[2]s}; p.Put(\"k\", n); go p.Put(\"l\", p.Get(\"k\"))", "Apply(%[3]s, func(m map[string]int) { m[\"k\"] = n })", "go Apply(%[1]s, func(x *S) { x.m[\"k\"]++ })",
		"raw, _ := os.ReadFile(\"c.json\"); err = json.Unmarshal(raw, &%[1]s.big)", "b, _ := json.Marshal(%[1]s); n += len(b)",
		"http.HandleFunc(\"/\", func(w http.ResponseWriter, r *http.Request) { %[3]s[r.URL.Path]++; raw, _ := os.ReadFile(\"c\"); var c struct{ A, B []string }; json.Unmarshal(raw, &c); w.Write([]byte(c.A[0])); _ = %[1]s.mm[c.B[0]] })", "http.Handle(\"/s\", %[1]s)",
		"var a, b int; %[1]s.big[0], %[1]s.big[1] = &a, &b; n += a + b", "x := %[1]s.Do; go x(n)", "y := (*S).Do; defer y(%[1]s, n)", "panic(err)", "if r := recover(); r != nil { n++ }",
		"%[1]s.next = %[1]s.step(%[1]s.next)", "f = %[1]s.wrap(f)", "%[1]s.f = %[1]s.wrap(%[1]s.f)", "%[1]s.self = %[1]s.self()", "t = %[1]s.same(%[2]s)", "%[1]s.m = %[1]s.fill(%[3]s)", "m = %[1]s.fill(m)",
		"if b, ok := %[1]s.any.(func(*S) any); ok { %[1]s.any = b(%[1]s) }", "%[1]s.step = func(x *S) *S { return %[1]s.step(x.next) }", "%[1]s.wrap = func(g func()) func() { return func() { g(); f() } }",
		"return n, err", "time.Sleep(time.Millisecond)", "{ c := *%[2]s; c.Stop() }", "%[1]s.mm[\"k\"] = %[3]s",
	}
)

func (g *generator) statement(imported string) {
	if g.depth > maxNesting {
		g.simple(imported)
		return
	}
	switch g.pick(16) {
	case 0:
		g.body("if "+g.condition(), "", imported)
	case 1:
		g.line("if %s {", g.condition())
		g.depth++
		g.block(imported)
		g.depth--
		g.body("} else", "", imported)
	case 2:
		g.loops++
		header := []string{"for", "for " + g.condition(), "for i := 0; i < n; i++", "for _, n = range " + maps[g.pick(len(maps))], "for range " + objects[g.pick(len(objects))] + ".ch"}
		g.body(header[g.pick(len(header))], "", imported)
		g.loops--
	case 3:
		g.literal("go func()", "()", imported)
	case 4:
		g.literal("defer func()", "()", imported)
	case 5:
		g.literal("f = func()", "", imported)
	case 6:
		g.line("select {")
		for range 1 + g.pick(3) {
			g.line("%s", []string{"case <-" + timers[g.pick(5)] + ".C:", "case n = <-s.ch:", "case s.ch <- n:", "case <-time.After(time.Second):", "case <-s.sem:", "case s.sem <- struct{}{}:"}[g.pick(6)])
			g.depth++
			g.block(imported)
			g.depth--
		}
		if g.pick(2) == 1 {
			g.line("default:")
		}
		g.line("}")
	case 7:
		g.line("switch {")
		g.line("case %s:", g.condition())
		g.depth++
		g.block(imported)
		g.depth--
		g.line("default:")
		g.depth++
		g.block(imported)
		g.depth--
		g.line("}")
	case 8:
		if g.loops > 0 {
			g.line([]string{"if %s { break }", "if %s { continue }"}[g.pick(2)], g.condition())
			return
		}
		g.simple(imported)
	case 9:
		g.call(imported)
	default:
		g.simple(imported)
	}
}

func (g *generator) condition() string {
	c := conditions[g.pick(len(conditions))]
	if c == "ok(n)" {
		return "n&1 == 0"
	}
	return c
}

func (g *generator) simple(imported string) {
	text := simple[g.pick(len(simple))]
	if text == "return n, err" && g.lits > 0 {
		text = "return"
	}
	obj := objects[g.pick(len(objects))]
	if imported != "" && g.pick(4) == 3 {
		other := []string{"other.Do(n)", "go other.Do(n)", "%s.F0(other, other, n, m, t, f)", "go %s.F0(other, other, n, m, t, f)", "http.Handle(\"/other\", other)", "f = func() { other.Do(n) }"}[g.pick(6)]
		if strings.Contains(other, "%s") {
			other = fmt.Sprintf(other, imported)
		}
		g.line("%s", other)
		return
	}
	line := fmt.Sprintf(text+"%.0[1]s%.0[2]s%.0[3]s", obj, timers[g.pick(len(timers))], maps[g.pick(len(maps))])
	g.line("{ %s }", line)
}

func (g *generator) call(imported string) {
	i := g.pick(max(g.funcs, 1))
	obj := objects[g.pick(len(objects))]
	args := fmt.Sprintf("%s, n-1, %s, %s, f)", objects[g.pick(len(objects))], maps[g.pick(len(maps))], timers[g.pick(len(timers))])
	call := fmt.Sprintf("F%d(%s, ", i, obj)
	if i%2 == 1 {
		call = fmt.Sprintf("%s.F%d(", obj, i)
	}
	g.line("%s%s%s", []string{"", "go ", "defer ", "n, err = "}[g.pick(4)], call, args)
}
