// Package conf has settings that build what they need.
package conf

import "net/http"

// Settings are made for each who has some.
type Settings struct {
	Names  map[string]string
	header http.Header
}

// Build fills the header.
func Build(s *Settings) int {
	s.header = make(http.Header, len(s.Names))
	for k, v := range s.Names {
		s.header.Add(k, v)
	}
	if s.header.Get("Content-Type") == "" {
		s.header.Set("Content-Type", "text/plain")
	}
	return len(s.header)
}
