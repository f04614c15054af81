package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// A release is what .goreleaser.yaml says of the programs that it builds.
type release struct {
	Builds []struct {
		ID, Dir, Main       string
		Env, Flags, Ldflags []string
	}
}

// releases reads .goreleaser.yaml.
func releases(t *testing.T) release {
	t.Helper()
	data, err := os.ReadFile("../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var r release
	if err := yaml.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// A build of the release is the same, byte for byte, in another folder, and it tells which
// commit it is of.
func TestRelease(t *testing.T) {
	r := releases(t)
	if len(r.Builds) != 2 || r.Builds[0].ID != "golint-incidents" || r.Builds[1].Main != "./golangci" {
		t.Fatalf("want the command and golangci-lint: %+v", r)
	}
	spec := r.Builds[0]
	first := project(t)
	rev := commit(t, first)
	second := place{dir: filepath.Join(t.TempDir(), "elsewhere", "and deeper")}
	if err := os.CopyFS(second.dir, os.DirFS(first.dir)); err != nil {
		t.Fatal(err)
	}
	first.env, second.env = spec.Env, spec.Env
	var built [][]byte
	for _, p := range []place{first, second} {
		exe := filepath.Join(t.TempDir(), "golint-incidents")
		args := append([]string{"build", "-o", exe, "-ldflags=" + strings.Join(spec.Ldflags, " ")}, spec.Flags...)
		p.must(t, "go", append(args, spec.Main)...)
		data, err := os.ReadFile(exe)
		if err != nil {
			t.Fatal(err)
		}
		built = append(built, data)
		p.run(t, exe, "version").expect(t, 0, []string{"golint-incidents v0.0.0-", rev[:12], "commit " + rev + " of 2"}, nil)
		write(t, p.dir, map[string]string{"README.md": "changed"})
		p.must(t, "go", append(args, spec.Main)...)
		p.run(t, exe, "version").expect(t, 0, []string{"+dirty", ", modified"}, nil)
	}
	if !bytes.Equal(built[0], built[1]) {
		t.Errorf("builds differ: %d and %d bytes", len(built[0]), len(built[1]))
	}
}
