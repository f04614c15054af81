// A server for endpoint policies read and decoded the files of all machines to answer one.
//
// Each sync of a client asks a repository, behind an interface, which loads its
// whole folder, and then takes one entry of it.
//
// Link: https://github.com/groob/moroz/blob/e82dacb3329ce0144bc74f5366785455067fe4b3/santaconfig/config.go#L80
// Framework: go-kit
// Input: files
package bug

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/go-kit/kit/endpoint"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/probe"
	"github.com/golint-incidents/golint-incidents/incidents/hotunmarshal/internal/tick"
)

// config is what a machine should do.
type config struct {
	Version tick.Tick `toml:"version"`
	Mode    string    `toml:"client_mode"`
}

// configs knows the configuration of each machine.
type configs interface {
	Config(machine string) (config, error)
}

type fileRepo struct{ path string }

func newRepo() *fileRepo {
	return &fileRepo{filepath.Dir(probe.File("global.toml", "version = \"one\"\nclient_mode = \"LOCKDOWN\"\n"))}
}

func (f *fileRepo) Config(machine string) (config, error) {
	all, err := load(f.path)
	return all[machine], err
}

func load(root string) (map[string]config, error) {
	all := make(map[string]config)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".toml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var c config
		if err := toml.Unmarshal(text, &c); err != nil { // BUG: every file, for every sync
			return err
		}
		all[strings.TrimSuffix(d.Name(), ".toml")] = c
		return nil
	})
	return all, err
}

func preflight(repo configs) endpoint.Endpoint {
	return func(ctx context.Context, request any) (any, error) {
		return repo.Config(request.(string))
	}
}

var serve = preflight(newRepo())

// Request sends one request.
func Request() error {
	_, err := serve(context.Background(), "global")
	return err
}
