package idle

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"
)

// A clocked has memos that ask for the time, in the ways there are.
type clocked struct {
	a, b, c, d, e, f   *config
	at, until, expires time.Time
	ttl, never         time.Duration
	byKey              map[string]*config
	mode               string
}

func newClocked(ttl time.Duration) *clocked { return &clocked{ttl: ttl} }

// valid keeps for as long as its time says.
func (s *clocked) valid() *config {
	if time.Now().Before(s.until) {
		return s.a
	}
	raw, _ := os.ReadFile("valid.json")
	c := new(config)
	json.Unmarshal(raw, c)
	s.a, s.until = c, time.Now().Add(s.ttl)
	return c
}

func (s *clocked) stale() *config {
	if now := time.Now(); !now.After(s.expires) && s.b != nil {
		return s.b
	}
	raw, _ := os.ReadFile("stale.json")
	c := new(config)
	json.Unmarshal(raw, c)
	s.b = c
	s.expires = time.Now().Add(minute)
	return c
}

// unset compares with a field that nobody sets.
func (s *clocked) unset() *config {
	if s.c != nil && time.Since(s.at) < s.never {
		return s.c
	}
	raw, _ := os.ReadFile("unset.json")
	c := new(config)
	json.Unmarshal(raw, c) // want `s.c does not help, as nothing is younger than no time`
	s.c, s.at = c, time.Now()
	return c
}

// lapsed is over as soon as it is set.
func (s *clocked) lapsed() *config {
	if time.Now().Before(s.until) {
		return s.d
	}
	raw, _ := os.ReadFile("lapsed.json")
	c := new(config)
	json.Unmarshal(raw, c) // want `s.until does not help, as nothing is younger than no time`
	s.d, s.until = c, time.Now().Add(s.never)
	return c
}

// printed has a key with the time in it.
func (s *clocked) printed() *config {
	key := fmt.Sprintf("%s-%d", s.mode, time.Now().UnixNano())
	if c, ok := s.byKey[key]; ok {
		return c
	}
	raw, _ := os.ReadFile("printed.json")
	c := new(config)
	json.Unmarshal(raw, c) // want `s.byKey does not help, as the key is another each time`
	s.byKey[key] = c
	return c
}

func (s *clocked) numbered() *config {
	key := "k" + strconv.FormatInt(time.Now().UnixNano(), 10)
	if c, ok := s.byKey[key]; ok {
		return c
	}
	raw, _ := os.ReadFile("numbered.json")
	c := new(config)
	json.Unmarshal(raw, c) // want `s.byKey does not help, as the key is another each time`
	s.byKey[key] = c
	return c
}

// dated has the day in its key.
func (s *clocked) dated() *config {
	key := fmt.Sprint("k", time.Now().YearDay())
	if c, ok := s.byKey[key]; ok {
		return c
	}
	raw, _ := os.ReadFile("dated.json")
	c := new(config)
	json.Unmarshal(raw, c)
	s.byKey[key] = c
	return c
}

// either keeps what stands for a failure, of the file and of the text, and nothing else.
func (s *clocked) either() *config {
	if s.e != nil {
		return s.e
	}
	raw, err := os.ReadFile("either.json")
	if err != nil {
		s.e = &config{Name: "missing"}
		return s.e
	}
	c := new(config)
	if err := json.Unmarshal(raw, c); err != nil { // want `s.e is set only when it fails`
		s.e = &config{Name: "broken"}
		return s.e
	}
	return c
}

// missing keeps what stands for a file that is not there: that is no memo of the decode.
func (s *clocked) missing() *config {
	if s.f != nil {
		return s.f
	}
	raw, err := os.ReadFile("missing.json")
	if err != nil {
		s.f = new(config)
		return s.f
	}
	c := new(config)
	json.Unmarshal(raw, c) // want `json.Unmarshal decodes what does not depend on the request`
	return c
}

func (s *clocked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.valid()
	s.stale()
	s.unset()
	s.lapsed()
	s.printed()
	s.numbered()
	s.dated()
	s.either()
	s.missing()
}
