package asynctimer

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// mainModule is what go.mod, or go.work over it, says of the main module.
type mainModule struct {
	found         bool
	goVersion     string // "go1.22"; empty if the file has no go line
	toolchain     string // "go1.26.8"; empty if the file has no toolchain line
	override      Semantics
	asyncOverride bool
}

// semantics applies the table of https://go.dev/doc/godebug: a godebug line
// wins over the go line.
func (m mainModule) semantics(scratch bool) Semantics {
	switch {
	case m.override != 0:
		return m.override
	case !m.found && scratch:
		return Sync // go run x.go outside a module: the toolchain's own version
	case !m.found:
		return Async // GOPATH mode
	case before123(m.goVersion):
		return Async
	}
	return Sync
}

// findMain reads the go.mod that governs dir, and go.work over it.
func findMain(dir string) mainModule {
	var m mainModule
	if os.Getenv("GO111MODULE") == "off" {
		return m
	}
	if name := find(dir, "go.mod"); name != "" {
		if data, err := os.ReadFile(name); err == nil {
			if f, err := modfile.Parse(name, data, nil); err == nil {
				m.read(f.Go, f.Toolchain, f.Godebug)
			}
		}
	}
	if name := findWork(dir); name != "" {
		if data, err := os.ReadFile(name); err == nil {
			if f, err := modfile.ParseWork(name, data, nil); err == nil {
				m = mainModule{} // go.mod's own lines do not count in a workspace
				m.read(f.Go, f.Toolchain, f.Godebug)
			}
		}
	}
	return m
}

func (m *mainModule) read(line *modfile.Go, toolchain *modfile.Toolchain, debug []*modfile.Godebug) {
	m.found = true
	if line != nil {
		m.goVersion = "go" + line.Version
	}
	if toolchain != nil {
		m.toolchain = toolchain.Name
	}
	for _, d := range debug {
		if s, ok := settingSemantics(d.Key, d.Value); ok {
			m.override = s
		}
	}
	m.asyncOverride = m.override == Async
}

// Versions returns the go and toolchain lines ("go1.22", "go1.22.3") of the
// module or workspace that governs dir; either may be empty.
func Versions(dir string) (goLine, toolchain string) {
	m := findMain(dir)
	return m.goVersion, m.toolchain
}

// findWork returns the go.work that is active in dir, or "".
func findWork(dir string) string {
	switch env := os.Getenv("GOWORK"); env {
	case "":
		return find(dir, "go.work")
	case "off":
		return ""
	default:
		return env
	}
}

// find returns the nearest file of that name in dir or above it, or "".
func find(dir, name string) string {
	for {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// Fingerprint hashes what [Of] reads outside the packages themselves, so that
// a driver whose cache does not know of go.mod and go.work can add it to its
// key. It is empty where no file says anything that matters: the go line of
// go.mod is in every cache's key already.
func Fingerprint(dir string) string {
	m := findMain(dir)
	if m.override == 0 && m.toolchain == "" && findWork(dir) == "" {
		return ""
	}
	h := sha256.New()
	io.WriteString(h, fmt.Sprintf("%s %s %d", m.goVersion, m.toolchain, m.override))
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}
