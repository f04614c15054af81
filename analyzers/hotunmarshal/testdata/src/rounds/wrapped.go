package rounds

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"os"

	"github.com/segmentio/kafka-go"
)

// A letter is what a queue of the program hands out.
type letter struct{ body []byte }

type queue interface {
	Receive(ctx context.Context) (*letter, error)
}

type topic struct{ r *kafka.Reader }

func (t *topic) Receive(ctx context.Context) (*letter, error) {
	m, err := t.r.ReadMessage(ctx)
	if err != nil {
		return nil, err
	}
	return &letter{m.Value}, nil
}

type courier struct {
	q     queue
	rules string
}

func (c *courier) Run(ctx context.Context) {
	for {
		l, err := c.q.Receive(ctx)
		if err != nil {
			return
		}
		c.carry(l)
	}
}

func (c *courier) carry(l *letter) {
	raw, err := os.ReadFile(c.rules)
	if err != nil {
		return
	}
	var rules map[string]string
	json.Unmarshal(raw, &rules) // want `json.Unmarshal decodes what does not depend on the request.*each time \(\*rounds.courier\).Run`
	var in map[string]string
	json.Unmarshal(l.body, &in)
}

type door struct{ l net.Listener }

func (d *door) next() (net.Conn, error) { return d.l.Accept() }

func (d *door) Serve() {
	for {
		c, err := d.next()
		if err != nil {
			return
		}
		var rules map[string]string
		raw, _ := os.ReadFile("door.json")
		json.Unmarshal(raw, &rules) // want `json.Unmarshal decodes what does not depend on the request`
		c.Write([]byte(rules["hello"]))
	}
}

// A lister reads lines, which nobody sends.
type lister struct{ in *bufio.Scanner }

func (l *lister) next() (string, bool) { return l.in.Text(), l.in.Scan() }

func (l *lister) All() {
	for {
		line, ok := l.next()
		if !ok {
			return
		}
		var rules map[string]string
		raw, _ := os.ReadFile("lister.json")
		json.Unmarshal(raw, &rules)
		println(rules[line])
	}
}

// first waits for one message.
func first(ctx context.Context, t *topic) {
	if _, err := t.Receive(ctx); err == nil {
		var rules map[string]string
		raw, _ := os.ReadFile("first.json")
		json.Unmarshal(raw, &rules)
	}
}
