package silent

import "sync"

// Cluster is configured by SetID before anybody else has it.
type Cluster struct {
	mu      sync.Mutex
	id      int
	members map[int]string
}

func (c *Cluster) SetID(id int) {
	c.id = id
	c.metric()
}

func (c *Cluster) metric() {
	for m := range c.members {
		println(m == c.id)
	}
}

func (c *Cluster) Add(id int, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.members[id] = name
}

func (c *Cluster) Remove(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.members, id)
}

// Plan runs its tasks one after the other, or each on a goroutine.
type Plan struct{ tasks []*task }

type task struct {
	mu    sync.Mutex
	state map[string]int
}

func (p *Plan) Execute(parallel bool) {
	if !parallel {
		for _, t := range p.tasks {
			t.step()
		}
		return
	}
	for _, t := range p.tasks {
		go t.step()
	}
}

func (t *task) step() {
	t.mu.Lock()
	t.state["steps"]++
	t.mu.Unlock()
	for k := range t.state {
		println(k)
	}
}
