// Package record keeps results of measurements as JSON lines.
package record

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// Verdicts of mutants.
const (
	Caught = "caught"
	Missed = "missed"
	Broken = "broken" // it does not compile
)

// A Mutant is what became of a mutant.
type Mutant struct {
	Module   string `json:"module"`
	Half     string `json:"half"`
	ID       string `json:"id"`
	Analyzer string `json:"analyzer"`
	Op       string `json:"op"`
	Move     string `json:"move"`
	Func     string `json:"func"`
	Verdict  string `json:"verdict"`
	Message  string `json:"message,omitempty"` // of the finding, or of the compiler
	Tool     string `json:"tool"`              // digest of the binary
}

// Read returns the lines of a file. One that does not exist has none.
func Read[T any](name string) ([]T, error) {
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []T
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<24)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var x T
		if err := json.Unmarshal(sc.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("%s:%d: %v", name, n, err)
		}
		list = append(list, x)
	}
	return list, sc.Err()
}

// Append adds lines to a file.
func Append[T any](name string, list ...T) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if err := write(f, list); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Write replaces a file.
func Write[T any](name string, list []T) error {
	var b bytes.Buffer
	if err := write(&b, list); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

func write[T any](w interface{ Write([]byte) (int, error) }, list []T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, x := range list {
		if err := enc.Encode(x); err != nil {
			return err
		}
	}
	return nil
}
