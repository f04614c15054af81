// Command decode measures what decoders cost on this machine, and writes the table from
// which hotunmarshal estimates the cost of a decode:
//
//	cd bench && go run ./decode -o ../internal/model/costs.txt
//
// Each decoder gets two documents: one of a few fields with long texts, one of many fields
// with short numbers. From the time that both take come the cost of a kB and of a field.
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// A document is what is decoded: an item for each of its fields.
type document struct {
	Items []item
}

// An item has two fields.
type item struct {
	Name  string
	Value int
}

// A decoder is measured under the name that the tables have for it.
type decoder struct {
	name   string
	encode func(any) ([]byte, error)
	decode func([]byte, any) error
}

var decoders = []decoder{
	{"(*encoding/gob.Decoder).Decode", encodeGob, func(b []byte, v any) error { return gob.NewDecoder(bytes.NewReader(b)).Decode(v) }},
	{"(*encoding/json.Decoder).Decode", json.Marshal, func(b []byte, v any) error { return json.NewDecoder(bytes.NewReader(b)).Decode(v) }},
	{"(*encoding/xml.Decoder).Decode", xml.Marshal, func(b []byte, v any) error { return xml.NewDecoder(bytes.NewReader(b)).Decode(v) }},
	{"encoding/json.Unmarshal", json.Marshal, json.Unmarshal},
	{"encoding/xml.Unmarshal", xml.Marshal, xml.Unmarshal},
	{"github.com/goccy/go-yaml.Unmarshal", yaml.Marshal, yaml.Unmarshal},
}

func encodeGob(v any) ([]byte, error) {
	var buf bytes.Buffer
	err := gob.NewEncoder(&buf).Encode(v)
	return buf.Bytes(), err
}

func main() {
	output := flag.String("o", "", "write the table to this `file`, not to the standard output")
	flag.Parse()
	if err := run(*output); err != nil {
		fmt.Fprintln(os.Stderr, "decode:", err)
		os.Exit(1)
	}
}

const head = `# What decoders cost: nanoseconds for a kB of text, and for a field that is decoded. Made by
# bench/decode on one machine: others differ.
`

func run(output string) error {
	if output == "" {
		return write(os.Stdout)
	}
	f, err := os.Create(output)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// write measures, and writes the table.
func write(w io.Writer) error {
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	for _, d := range decoders {
		perKB, perField, err := d.measure()
		if err != nil {
			return fmt.Errorf("%s: %v", d.name, err)
		}
		if _, err := fmt.Fprintf(w, "%s %.0f %.0f\n", d.name, perKB, perField); err != nil {
			return err
		}
	}
	return nil
}

// measure solves two equations: the time of each document is that of its text and that of
// its fields.
func (d decoder) measure() (perKB, perField float64, err error) {
	long, err := d.sample(50, strings.Repeat("a text ", 200))
	if err != nil {
		return 0, 0, err
	}
	many, err := d.sample(2000, "a")
	if err != nil {
		return 0, 0, err
	}
	det := long.kB*many.fields - many.kB*long.fields
	perKB = (long.ns*many.fields - many.ns*long.fields) / det
	perField = (long.kB*many.ns - many.kB*long.ns) / det
	return max(perKB, 0), max(perField, 0), nil
}

// A sample is a document that was decoded.
type sample struct{ kB, fields, ns float64 }

// rounds is how often a document is measured; the fastest counts, as nothing else ran.
const rounds = 5

func (d decoder) sample(items int, text string) (sample, error) {
	doc := document{Items: slices.Repeat([]item{{Name: text, Value: 7}}, items)}
	raw, err := d.encode(doc)
	if err != nil {
		return sample{}, err
	}
	s := sample{kB: float64(len(raw)) / 1000, fields: float64(2 * items)}
	for range rounds {
		r := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				var v document
				if err = d.decode(raw, &v); err != nil {
					b.FailNow()
				}
			}
		})
		if err != nil {
			return s, err
		}
		if ns := float64(r.NsPerOp()); s.ns == 0 || ns < s.ns {
			s.ns = ns
		}
	}
	return s, nil
}
