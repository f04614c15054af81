package silent

import "errors"

// A ship's goroutine owns its map.
type ship struct {
	orders chan string
	done   map[string]int
	fleet  *fleet
}

type fleet struct {
	ships []*ship
	lost  map[string]int
}

func newShip(name string) (*ship, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	s := &ship{orders: make(chan string), done: make(map[string]int)}
	s.background(s.run)
	return s, nil
}

func launch() *ship {
	s := &ship{orders: make(chan string), done: make(map[string]int)}
	go s.run()
	return s
}

func (s *ship) background(f func()) { go func() { f() }() }

func (s *ship) run() {
	for o := range s.orders {
		s.done[o]++
	}
}

// newFleet makes a ship in each round: each goroutine has a map of its own.
func newFleet(names []string) (*fleet, error) {
	f := &fleet{}
	for _, n := range names {
		s, err := newShip(n)
		if err != nil {
			return nil, err
		}
		f.ships = append(f.ships, s)
	}
	for range names {
		f.ships = append(f.ships, launch())
	}
	return f, nil
}
