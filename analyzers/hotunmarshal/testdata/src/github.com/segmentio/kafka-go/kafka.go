// Package kafka stands for github.com/segmentio/kafka-go.
package kafka

import "context"

type Message struct{ Key, Value []byte }

type Reader struct{}

func (*Reader) ReadMessage(ctx context.Context) (Message, error) { return Message{}, nil }
