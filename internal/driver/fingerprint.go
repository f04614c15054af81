package driver

import (
	"os"

	"github.com/golint-incidents/golint-incidents/internal/asynctimer"
)

// Fingerprint returns what the configuration files of the main module say that
// decides a result, and that go vet does not compare before it reuses one.
// The working directory is the one in which go vet was started.
func Fingerprint() string {
	dir, err := os.Getwd()
	if err != nil {
		return "" // no directory, no go.mod
	}
	return asynctimer.Fingerprint(dir)
}
