// Package rounds has loops that wait for messages: each round is an event.
package rounds

import (
	"context"
	"encoding/json"

	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
	"github.com/spf13/viper"
)

type config struct{ Name string }

func consume(ctx context.Context, r *kafka.Reader) {
	var once config
	json.Unmarshal([]byte(viper.GetString("before")), &once) // before the first
	for _, name := range []string{"a", "b"} {
		json.Unmarshal([]byte(viper.GetString(name)), &once) // a loop of its own
	}
	for {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return
		}
		var c, in config
		json.Unmarshal(m.Value, &in)                         // the message
		json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `json.Unmarshal decodes what does not depend on the request, into rounds.config, each time rounds.consume \(rounds.go:15\) runs`
		load()
	}
}

func load() (c config) {
	json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `through rounds.load`
	return c
}

func deliver(in <-chan amqp.Delivery) {
	load()
	for d := range in {
		var c, m config
		json.Unmarshal(d.Body, &m)
		json.Unmarshal([]byte(viper.GetString("rules")), &c) // want `each time rounds.deliver`
	}
}

// tick is no consumer.
func tick(in <-chan int) {
	for range in {
		var c config
		json.Unmarshal([]byte(viper.GetString("rules")), &c)
	}
}
