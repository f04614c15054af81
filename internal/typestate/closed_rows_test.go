package typestate

// rows are the functions of TestClosed.
const rows = `package p
type R struct{}
func (r *R) Close()
func (r *R) Next() bool
type box struct{ r *R }
var global *R
func open() (*R, error)
func work() bool

func deferred() error { r, err := open(); if err != nil { return err }; defer r.Close(); work(); return nil }
func early() error { r, err := open(); if err != nil { return err }; if work() { return nil }; r.Close(); return nil }
func both() { r, err := open(); if err != nil { return }; if work() { r.Close(); return }; r.Close() }
func never() { r, err := open(); if err != nil { return }; _ = r }
func unchecked() { r, _ := open(); _ = r }
func given() (*R, error) { return open() }
func stored(b *box) { r, err := open(); if err == nil { b.r = r } }
func kept() { r, err := open(); if err == nil { global = r } }
func loop(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { continue }; r.Close() } }
func loopLeak(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { continue }; if work() { return }; r.Close() } }
func twice() { r, err := open(); if err != nil { return }; defer r.Close(); r.Close() }
func flag(b bool) { r, err := open(); if err != nil { return }; if b { r.Close() }; work(); if !b { r.Close() } }
func flagLeak(b, c bool) { r, err := open(); if err != nil { return }; if b { r.Close() }; if c { return }; if !b { r.Close() } }
func retried(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { return }; if work() { defer r.Close(); return }; r.Close() } }
func reset() { r, err := open(); if err != nil { return }; r.Close(); r, err = open(); if err != nil { return }; r.Close() }
func panics() { r, err := open(); if err != nil { return }; if work() { panic(1) }; r.Close() }
func recovers() { defer func() { recover() }(); r, err := open(); if err != nil { return }; if work() { panic(1) }; r.Close() }
func recoversLast() { r, err := open(); if err != nil { return }; defer r.Close(); defer func() { recover() }(); if work() { panic(1) } }
func recoversClose() { r, err := open(); if err != nil { return }; defer func() { if recover() != nil { r.Close() } }(); if work() { panic(1) }; r.Close() }
func recoversTwice() { r, err := open(); if err != nil { return }; defer func() { if recover() == nil { r.Close() } }(); if work() { panic(1) }; r.Close() }
func recoversResult() (failed bool) { r, err := open(); if err != nil { return }; defer func() { if recover() != nil { failed = true }; if !failed { r.Close() } }(); if work() { panic(1) }; return }
func unrecovered() { r, err := open(); if err != nil { return }; defer func() { work() }(); if work() { panic(1) }; r.Close() }
type closer interface { Close() }
func shutAll(c closer) { c.Close() }
func behind() { r, err := open(); if err != nil { return }; shutAll(r) }
func behindTwice() { r, err := open(); if err != nil { return }; shutAll(r); shutAll(r) }
type ender interface { end(*R) }
type closes struct{}
func (closes) end(r *R) { r.Close() }
var enders = []ender{closes{}}
func oneType(e ender) { r, err := open(); if err != nil { return }; e.end(r) }
func oneTypeTwice(e ender) { r, err := open(); if err != nil { return }; e.end(r); r.Close() }
type visitor interface { visit(*R) }
type looks struct{}
func (looks) visit(*R) {}
type closesToo struct{}
func (closesToo) visit(r *R) { r.Close() }
var visitors = []visitor{looks{}, closesToo{}}
func twoTypes(v visitor) { r, err := open(); if err != nil { return }; v.visit(r); r.Close() }
type asserted interface { done(*R) }
func (closes) done(r *R) { r.Close() }
var known asserted = closes{}
func anyType(v any) { r, err := open(); if err != nil { return }; v.(asserted).done(r); r.Close() }
type Public interface { shut(*R) }
func (closes) shut(r *R) { r.Close() }
var public Public = closes{}
func anybody(p Public) { r, err := open(); if err != nil { return }; p.shut(r); r.Close() }
func bound() { r, err := open(); if err != nil { return }; f := r.Close; work(); f() }
func boundLeak(b bool) { r, err := open(); if err != nil { return }; f := r.Close; if b { f() } }
func boundGiven() { r, err := open(); if err != nil { return }; run(r.Close) }
func run(f func()) { f() }
func wrapped(r *R) func() { return func() { r.Close() } }
func fromMaker() { r, err := open(); if err != nil { return }; wrapped(r)() }
func fromMakerTwice() { r, err := open(); if err != nil { return }; wrapped(r)(); r.Close() }
func each[T any](_ T, r *R) { r.Close() }
func generic() { r, err := open(); if err != nil { return }; each(0, r); each("", r) }
func fails(b bool) { if b { panic(1) } }
func calleePanics() { defer func() { recover() }(); r, err := open(); if err != nil { return }; fails(work()); r.Close() }
func calleePanicsClose() { defer func() { recover() }(); r, err := open(); if err != nil { return }; defer r.Close(); fails(work()) }
func calleeUnrecovered() { r, err := open(); if err != nil { return }; fails(work()); r.Close() }
func guarded(b bool) { defer func() { recover() }(); fails(b) }
func calleeRecovers() { r, err := open(); if err != nil { return }; guarded(work()); r.Close() }
func calleeRecoversLeak() { r, err := open(); if err != nil { return }; guarded(work()); if work() { return }; r.Close() }
func deferredPanics() { defer func() { recover() }(); r, err := open(); if err != nil { return }; defer r.Close(); defer func() { fails(work()) }() }
func panicsInLoop(n int) { defer func() { recover() }(); for i := 0; i < n; i++ { r, err := open(); if err != nil { return }; fails(work()); r.Close() } }
func closesOnPanic() { r, err := open(); if err != nil { return }; defer func() { if recover() != nil { r.Close() } }(); fails(work()); r.Close() }
func mirror() { r, err := open(); if nil != err { return }; r.Close() }
func negated() { r, err := open(); if ok := err == nil; !ok { return }; r.Close() }
func local(b bool) { var x struct{ a, b box }; r, err := open(); if err != nil { return }; x.a.r = r; if b { x.b = box{} }; x.a.r.Close() }
func element() { var x [2]*R; r, err := open(); if err != nil { return }; x[1] = r; x[0] = nil; x[1].Close() }
func elementLeak() { var x [2]*R; r, err := open(); if err != nil { return }; x[1] = r; x[0].Close() }
func shut(r *R, b bool) { if b { r.Close() } }
func called() { r, err := open(); if err != nil { return }; shut(r, true) }
func calledLeak() { r, err := open(); if err != nil { return }; shut(r, false) }
func calledIf(b bool) { r, err := open(); if err != nil { return }; shut(r, b); if b { return }; r.Close() }
func literal() { r, err := open(); if err != nil { return }; f := func() { r.Close() }; work(); f() }
func literals(b bool) { r, err := open(); if err != nil { return }; f := func() { r.Close() }; if b { f = func() { _ = r } }; f() }
func stale() { r, err := open(); if err != nil { return }; s := &r; defer (*s).Close(); *s, err = open(); if err == nil { work() } }
func order() { r, err := open(); if err != nil { return }; defer r.Close(); q, err := open(); if err != nil { return }; defer q.Close(); work() }
func rounds(n int) { for i := 0; i < n; i++ { r, err := open(); if err != nil { return }; defer r.Close() } }
func received(in, quit chan int) { r, err := open(); if err != nil { return }; select { case <-in: r.Close(); case <-quit: r.Close() } }
func receivedLeak(in, quit chan int) { r, err := open(); if err != nil { return }; select { case <-in: r.Close(); case <-quit: } }
func polled(in chan int) { r, err := open(); if err != nil { return }; select { case <-in: r.Close(); default: return } }
func chosen(b bool) { r, err := open(); if err != nil { return }; var s *R; if b { s = r } else { s = r; work() }; s.Close() }
`
