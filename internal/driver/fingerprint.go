package driver

import (
	"crypto/sha256"
	"fmt"
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
	return asynctimer.Fingerprint(dir) + configured(dir) + profiles(dir) + os.Getenv(flagFiles)
}

// flagFiles is the environment variable in which the command tells its tool what
// is in the files that flags name: go vet asks for a tool's identity without them.
const flagFiles = "GOLINT_INCIDENTS_FILES"

// nameFiles returns flags of analyzers, in which the names of files are absolute:
// the tool is started in other folders than the command. It returns hashes of
// these files, too, "" if there are none.
func nameFiles(dir string, flags []string) (named []string, hashes string) {
	var contents strings.Builder
	for _, f := range flags {
		if flag, name, ok := strings.Cut(f, "="); ok {
			if !filepath.IsAbs(name) {
				name = filepath.Join(dir, name)
			}
			if fi, err := os.Stat(name); err == nil && fi.Mode().IsRegular() {
				f = flag + "=" + name
				fmt.Fprintf(&contents, "%s %x\n", f, hashFile(name))
			}
		}
		named = append(named, f)
	}
	return named, contents.String()
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
		fmt.Fprintf(&out, "\n%s %x", name, hashFile(name))
	}
	return out.String()
}

// hashFile returns the hash of a file; one that cannot be read counts as empty.
func hashFile(name string) [32]byte {
	data, err := os.ReadFile(name)
	if err != nil {
		data = nil
	}
	return sha256.Sum256(data)
}
