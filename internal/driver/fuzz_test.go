package driver

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzUnit reads descriptions of units that no go command wrote: an error at most.
func FuzzUnit(f *testing.F) {
	f.Add([]byte(`{"ImportPath":"p","Dir":"/p","ModulePath":"m","PackageVetx":{"q":"/q"},"Standard":{"fmt":true}}`))
	f.Add([]byte(`{"VetxOnly":true,"IgnoredFiles":["a.go",""]}`))
	f.Add([]byte(`{"ImportPath":null}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "vet.cfg")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		u, err := readUnit(name)
		if err != nil {
			return
		}
		u.standard()
		u.sharesCache()
	})
}
