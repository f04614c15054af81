package driver

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
)

// Fingerprint returns what files of the main module say that decides a result,
// and that go vet does not compare before it reuses one: its configuration,
// and the profiles that a flag may name. The working directory is the one in
// which go vet was started.
func Fingerprint() string {
	dir, err := os.Getwd()
	if err != nil {
		return "" // no directory, no go.mod
	}
	return asynctimer.Fingerprint(dir) + profiles(dir)
}

// profiles returns a hash of the profiles in the folder and at the usual places
// of its module, "" if there are none. The flag that names one is part of go
// vet's key, but not what is in it.
func profiles(dir string) string {
	places := []string{filepath.Join(dir, "*.pprof"), filepath.Join(dir, "*.prof"), filepath.Join(dir, "*.pgo"),
		filepath.Join(dir, "cmd", "*", "*.pgo")}
	if root := moduleRoot(dir); root != "" {
		places = append(places, filepath.Join(root, "*.pgo"), filepath.Join(root, "cmd", "*", "*.pgo"))
	}
	var names []string
	for _, place := range places {
		found, err := filepath.Glob(place)
		if err != nil {
			continue // a folder whose name is a bad pattern
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	var out strings.Builder
	for _, name := range slices.Compact(names) {
		f, err := os.Open(name)
		if err != nil {
			continue // not to be read by the analyzer either
		}
		h := sha256.New()
		if _, err := io.Copy(h, f); err == nil {
			fmt.Fprintf(&out, "\n%s %x", name, h.Sum(nil))
		}
		f.Close() // only read
	}
	return out.String()
}
