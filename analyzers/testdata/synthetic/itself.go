package synthetic

import "time"

// What follows makes values of themselves, by way of calls: who asks where a value
// comes from must come to an end.

type endless func() endless

type part struct {
	layout func(*part) func(*part) func()
	any    any
	again  endless
	step   func(*part) *part
	next   *part
	do     func()
	timer  *time.Timer
	same   func(*time.Timer) *time.Timer
	m      map[string]int
	fill   func(map[string]int) map[string]int
	raw    []byte
	decode func([]byte) []byte
}

func rebuild(p part, all []endless, by map[string]endless) {
	if build, ok := p.any.(func(*part) any); ok {
		p.any = build(&p)
	}
	p.again = p.again()
	all[0] = all[0]()
	by["a"] = by["a"]()
	go p.again()
}

func (p *part) turn() {
	p.next = p.step(p.next)
	p.timer = p.same(p.timer)
	p.m = p.fill(p.m)
	p.raw = p.decode(p.raw)
	p.do = p.layout(p)(p)
	p.timer.Reset(time.Second)
	p.m["a"]++
	p.do()
	go p.do()
}

var first, second endless

func endlessly() endless { return second }

func swap() {
	first, second = second(), first()
	go first()
}

func loop(f endless) {
	for {
		f = f()
		go f()
	}
}

func captured() endless {
	var f endless
	f = func() endless { return f() }
	f = f()
	defer f()
	return func() endless { f = f(); return f }
}
