package silent

import "sync"

// What assigns a new map to the field of an object, and fills it, has the object to
// itself, and so have the functions that it calls for that.

type members struct {
	sync.Mutex
	byID  map[int]string
	names map[string]int
}

func (m *members) Join(id int, name string) {
	m.Lock()
	defer m.Unlock()
	m.byID[id] = name
	m.names[name] = id
}

func (m *members) Leave(id int) {
	m.Lock()
	defer m.Unlock()
	delete(m.names, m.byID[id])
	delete(m.byID, id)
}

func (m *members) print() {
	for id, name := range m.byID {
		println(id, name)
	}
}

func Assign(m *members, from []string) {
	m.byID = make(map[int]string)
	for id, name := range from {
		m.byID[id] = name
	}
	m.print()
}

func Index(m *members, from []string) {
	m.names = make(map[string]int)
	for id, name := range from {
		m.names[name] = id
	}
	println(m.names["first"], len(m.names))
}

func (m *members) both() {
	for name := range m.names {
		println(name, len(m.byID))
	}
	for id := range m.byID {
		println(id)
	}
}

func Load(m *members, from []string) {
	m.byID = make(map[int]string)
	for id, name := range from {
		m.byID[id] = name
	}
	m.both()
}

func each(m *members, f func(string)) {
	for name := range m.names {
		f(name)
	}
}

func Restore(m *members, from []string) {
	m.names = make(map[string]int, len(from))
	for id, name := range from {
		m.names[name] = id
	}
	each(m, func(name string) { println(name) })
}
