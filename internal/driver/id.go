package driver

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// printID answers -V=full: one line whose last field identifies the tool, so
// that go vet does not reuse the results of another. The go command takes the
// form from cmd/internal/objabi; the name is fixed, as a path with a space in
// it would break the line.
func printID(w io.Writer) error {
	id, err := toolID()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "golint-incidents version devel buildID=%s\n", id)
	return err
}

// toolID returns a hash of all that decides a result and that go vet does not
// itself compare: the executable, what [Fingerprint] says of the main module,
// and whether the main module is the standard library.
//
// The last is there because [Tool] runs no analyzer on the standard library
// when it is a dependency, and what it prints then (nothing) must not be
// replayed to somebody who works on the standard library.
func toolID() (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(exe)
	if err != nil {
		return "", err
	}
	defer f.Close() // only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	fmt.Fprintf(h, "\nfingerprint %q\nstd %v\n", Fingerprint(), inStd())
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// inStd reports whether the working directory lies in the module std or cmd.
func inStd() bool {
	dir, err := os.Getwd()
	if err != nil {
		return false
	}
	root := moduleRoot(dir)
	return root != "" && (modulePath(root) == "std" || modulePath(root) == "cmd")
}

// moduleRoot returns the closest folder at or above dir that holds a go.mod, or "".
func moduleRoot(dir string) string {
	for {
		if fi, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && !fi.IsDir() {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// modulePath returns the path that the go.mod in the folder root declares, or "".
func modulePath(root string) string {
	f, err := os.Open(filepath.Join(root, "go.mod"))
	if err != nil {
		return ""
	}
	defer f.Close() // only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), "//")
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "module" {
			return strings.Trim(fields[1], "\"`")
		}
	}
	return ""
}
