package main

import "testing"

// TestDecoders checks that each decoder reads what its encoder writes.
func TestDecoders(t *testing.T) {
	for _, d := range decoders {
		raw, err := d.encode(document{Items: []item{{"a", 7}, {"b", 8}}})
		if err != nil {
			t.Fatalf("%s: %v", d.name, err)
		}
		var v document
		if err := d.decode(raw, &v); err != nil || len(v.Items) != 2 || v.Items[1] != (item{"b", 8}) {
			t.Errorf("%s: %+v, %v", d.name, v, err)
		}
	}
}
