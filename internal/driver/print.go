package driver

import (
	"encoding/json"
	"io"
)

// printJSON prints the tree as one object, in the form of go vet -json.
func (t Tree) printJSON(w io.Writer) error {
	for _, results := range t {
		for _, res := range results {
			for i, d := range res.Diagnostics {
				if tag := d.Tag(); tag.Rule != "" {
					res.Diagnostics[i].Category = tag.String() // pictures are the command's own
				}
			}
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(t)
}
