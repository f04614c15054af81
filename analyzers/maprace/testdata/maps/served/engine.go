package served

import "example.com/maps/registrar"

type people struct{ names map[string]string }

func (p *people) create(c *registrar.Ctx) {
	p.names[c.Param("id")] = c.Param("name") // want `map p.names is written here without a lock by a handler of HTTP requests`
	own := map[string]int{}
	c.After(func() { own["a"]++ })
	own["b"]++
}

func (p *people) get(c *registrar.Ctx) { println(p.names[c.Param("id")]) }

func engine() *registrar.Engine {
	e := registrar.NewEngine()
	p := &people{map[string]string{}}
	e.Add("/create", p.create)
	e.Add("/get", p.get)
	hits := map[string]int{}
	e.Before(func(path string) {
		hits[path]++ // want `map hits is written here without a lock by a handler of HTTP requests`
	})
	started := map[string]bool{}
	e.OnStart(func() { started["a"] = true })
	e.OnStart(func() { started["b"] = true })
	e.Start()
	return e
}
