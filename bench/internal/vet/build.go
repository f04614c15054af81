package vet

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Tool returns the absolute path of the tool to measure: the named binary, or the
// suite of this repository, built into work.
func Tool(name, work string) (string, error) {
	if name != "" {
		return filepath.Abs(name)
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		return "", err
	}
	name = filepath.Join(work, "golint-incidents")
	const pkg = "github.com/golint-incidents/golint-incidents"
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", pkg).Output()
	if err != nil {
		return "", fmt.Errorf("where is the suite? Run this within bench: %v", err)
	}
	cmd := exec.Command("go", "build", "-o", name, "./cmd/golint-incidents")
	cmd.Dir = strings.TrimSpace(string(dir))
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %v: %s", err, out)
	}
	return filepath.Abs(name)
}

// Digest identifies a binary.
func Digest(name string) (string, error) {
	data, err := os.ReadFile(name)
	return fmt.Sprintf("%x", sha256.Sum256(data))[:12], err
}

// WorkDir is where modules are laid by default.
func WorkDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "golint-incidents-bench")
}
