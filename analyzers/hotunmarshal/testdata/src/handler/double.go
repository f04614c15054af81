package handler

import (
	"encoding/json"
	"net/http"
	"os"
)

// A pricer is a real one, or stands for it.
type pricer interface{ prices() map[string]int }

type filePricer struct{}

func (filePricer) prices() (v map[string]int) {
	raw, _ := os.ReadFile("prices.json")
	json.Unmarshal(raw, &v) // want `each time \(\*handler.shop\).ServeHTTP`
	return v
}

type fakePricer struct{}

func (fakePricer) prices() (v map[string]int) {
	raw, _ := os.ReadFile("testdata/prices.json")
	json.Unmarshal(raw, &v) // nobody runs it in production
	return v
}

type shop struct{ pricer }

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.prices() }

type mockShop struct{}

func (*mockShop) ServeHTTP(w http.ResponseWriter, r *http.Request) { fakePricer{}.prices() }
