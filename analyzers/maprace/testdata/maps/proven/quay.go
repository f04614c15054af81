package proven

import (
	"encoding/json"
	"net/http"
)

type scores struct{ By map[string]int }

var board = &scores{By: make(map[string]int)}

// showBoard gives the encoder a pointer to a pointer.
func showBoard(w http.ResponseWriter, r *http.Request) {
	b := board
	_ = json.NewEncoder(w).Encode(&b)
}

func score(w http.ResponseWriter, r *http.Request) {
	var in *scores
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return
	}
	for k, n := range in.By {
		board.By[k] += n // want `map board.By is (read|written) here without a lock`
	}
}

func init() {
	http.HandleFunc("/board", showBoard)
	http.HandleFunc("/score", score)
}

// A quay is one for all of its ships.
type quay struct{ berths map[string]int }

type tender struct {
	p     *quay
	moves chan string
}

func newTender(p *quay) *tender {
	v := &tender{p: p, moves: make(chan string)}
	go v.run()
	return v
}

func (v *tender) run() {
	for m := range v.moves {
		v.p.berths[m]++ // want `map v.p.berths is written here without a lock by several goroutines at once`
	}
}

func openQuay(n int) []*tender {
	p := &quay{berths: make(map[string]int)}
	var all []*tender
	for range n {
		all = append(all, newTender(p))
	}
	return all
}
