// Package amqp091 stands for github.com/rabbitmq/amqp091-go.
package amqp091

type Delivery struct{ Body []byte }
