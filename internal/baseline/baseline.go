// Package baseline keeps the findings that are known, so that only new ones are reported.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/natefinch/atomic"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

// version is that of the form of the file.
const version = 1

// An Entry is a known finding. Its fingerprint is its identity; the rest is for people.
type Entry struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Function    string `json:"function,omitempty"`
	File        string `json:"file"` // where it was, relative to the root
}

// String names the finding for people.
func (e Entry) String() string {
	if e.Function == "" {
		return e.Rule + " in " + e.File
	}
	return e.Rule + " in " + e.Function + " (" + e.File + ")"
}

// A Baseline is a list of known findings; one that is there twice is known twice.
type Baseline struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// Of returns the baseline of what a run found.
func Of(run *finding.Run) *Baseline {
	b := &Baseline{Version: version, Findings: []Entry{}}
	for _, f := range run.Findings {
		file := f.Start.File
		if rel, err := filepath.Rel(run.Root, file); err == nil {
			file = rel
		}
		b.Findings = append(b.Findings, Entry{f.Fingerprint, f.Rule, f.Function, filepath.ToSlash(file)})
	}
	b.sort()
	return b
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Findings, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Function, y.Function), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
}

// Read reads a baseline. What is not one is an error.
func Read(name string) (*Baseline, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no baseline %s: golint-incidents baseline -o %[1]s makes one", name)
	}
	if err != nil {
		return nil, err
	}
	b := new(Baseline)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(b); err != nil {
		return nil, fmt.Errorf("%s is no baseline: %w", name, err)
	}
	if b.Version != version {
		return nil, fmt.Errorf("%s is a baseline of version %d; this command knows version %d", name, b.Version, version)
	}
	for i, e := range b.Findings {
		if e.Fingerprint == "" || e.Rule == "" {
			return nil, fmt.Errorf("%s is no baseline: entry %d has no fingerprint or rule", name, i+1)
		}
	}
	return b, nil
}

// Write replaces the file, in one step. Each entry is a line, so that changes of several
// people merge.
func (b *Baseline) Write(name string) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"version\": %d, \"findings\": [", b.Version)
	for i, e := range b.Findings {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n\t")
		out.Write(line)
	}
	out.WriteString("\n]}\n")
	_, statErr := os.Stat(name)
	err := atomic.WriteFile(name, &out)
	if err == nil && statErr != nil {
		err = os.Chmod(name, 0o644) // a new file is for others, too
	}
	return err
}

// Apply removes the known findings from a run, and counts them as hidden. It returns the
// entries that are fixed: of a package that was analyzed, and found no more.
func (b *Baseline) Apply(run *finding.Run) (fixed []Entry) {
	left := make(map[string]int)
	for _, e := range b.Findings {
		left[e.Fingerprint]++
	}
	run.Findings = slices.DeleteFunc(run.Findings, func(f finding.Finding) bool {
		if left[f.Fingerprint] == 0 {
			return false
		}
		left[f.Fingerprint]--
		run.Hidden++
		return true
	})
	if len(run.Problems) > 0 {
		return nil // what is not found may be where nobody could look
	}
	for _, e := range slices.Backward(b.Findings) {
		if left[e.Fingerprint] > 0 && analyzed(run, e) {
			left[e.Fingerprint]--
			fixed = append(fixed, e)
		}
	}
	slices.Reverse(fixed)
	return fixed
}

// analyzed reports whether the run would have found the entry where it was: its folder was
// analyzed, or is there no more.
func analyzed(run *finding.Run, e Entry) bool {
	dir := path.Dir(e.File)
	if run.Folders[dir] {
		return true
	}
	_, err := os.Stat(filepath.Join(run.Root, filepath.FromSlash(dir)))
	return errors.Is(err, fs.ErrNotExist)
}

// Prune removes entries.
func (b *Baseline) Prune(fixed []Entry) {
	for _, e := range fixed {
		if i := slices.Index(b.Findings, e); i >= 0 {
			b.Findings = slices.Delete(b.Findings, i, i+1)
		}
	}
}
