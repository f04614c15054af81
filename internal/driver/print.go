package driver

import (
	"encoding/json"
	"io"
)

// printJSON prints the tree as one object, in the form of go vet -json.
func (t Tree) printJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(t)
}
