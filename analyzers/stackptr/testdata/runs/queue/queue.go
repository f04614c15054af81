// Package queue is waited for by others.
package queue

// A Queue hands out values.
type Queue struct{ ch chan int }

// Next waits for a value.
func (q *Queue) Next() int { return q.next() }

func (q *Queue) next() int { return <-q.ch }

// Len does not wait.
func (q *Queue) Len() int { return len(q.ch) }

// Fill keeps nothing of what it is given.
func Fill(s **string) {}
