// Serializers that share one client of a schema registry died of its headers.
//
// Each request sets its authorization in the one header of the service.
//
// Link: https://github.com/confluentinc/confluent-kafka-go/issues/1548
// Idiom: methods of http.Header write to a shared map
// Source: goroutines that share a client
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
	h := s.headers
	h.Set("Authorization", fmt.Sprint("Bearer ", id)) // BUG: Set writes to the map of the service
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
