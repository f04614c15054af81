package unchecked

import (
	"encoding/json"
	"time"

	"example.com/new/unchecked/settings"
)

// Who sets a field of another package is not seen.
func keepAlive(data []byte) *time.Ticker {
	s := settings.New()
	json.Unmarshal(data, &s)
	return time.NewTicker(time.Duration(s.KeepAlive) * time.Second)
}

// own is filled by tests only.
type own struct {
	Every int `json:"every"`
}

func (o *own) run() *time.Ticker { return time.NewTicker(time.Duration(o.Every) * time.Second) }
