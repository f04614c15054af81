package source

import (
	"encoding/json"
	"net/http"
	"sync"
)

// What a variable is set to before anything is served is the same for all requests. What
// functions are called does not tell when they run; who calls them does, and what they lock.

var tariffs, notice, banner, prices, slogan string

var noticeMu sync.RWMutex

// Tariffs takes no lock, so it runs before the handlers that read what it sets.
func Tariffs(text string) { tariffs = text }

// StartNotice is called at any time: it takes a lock.
func StartNotice(text string) {
	noticeMu.Lock()
	defer noticeMu.Unlock()
	notice = text
}

// Prices hands on what it is given before anything is served.
func Prices(text string) { putPrices(text) }

func putPrices(text string) { prices = text }

// loadBanner is called by a handler.
func loadBanner(text string) { banner = text }

type painter interface{ paint(text string) }

type initPainter struct{}

func (initPainter) paint(text string) { slogan = text }

var painters = []painter{initPainter{}}

func paintAll(w http.ResponseWriter, r *http.Request) {
	loadBanner(r.FormValue("banner"))
	for _, p := range painters {
		p.paint(r.FormValue("slogan"))
	}
}

func show(w http.ResponseWriter, r *http.Request) {
	var v any
	json.Unmarshal([]byte(tariffs), &v) // want `it comes from package variable tariffs`
	json.Unmarshal([]byte(prices), &v)  // want `it comes from package variable prices`
	json.Unmarshal([]byte(banner), &v)  // the request set it
	json.Unmarshal([]byte(slogan), &v)  // too, by way of an interface
	noticeMu.RLock()
	defer noticeMu.RUnlock()
	json.Unmarshal([]byte(notice), &v) // changes meanwhile
}
