// The fix of confluent-kafka-go-1548.
package main

import (
	"fmt"
	"net/http"
	"sync"
)

type service struct {
	headers http.Header
}

func (s *service) request(id int) http.Header {
	h := s.headers.Clone()
	h.Set("Authorization", fmt.Sprint("Bearer ", id))
	return h
}

func main() {
	s := &service{headers: make(http.Header)}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50000 {
				s.request(i)
			}
		}()
	}
	wg.Wait()
}
