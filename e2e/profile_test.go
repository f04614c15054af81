package e2e

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// served has two functions, each of which decodes the same whenever it runs; the
// tests call them entry points.
const served = `package main

import (
	"encoding/json"
	"os"
)

func often() {
	raw, _ := os.ReadFile("often.json")
	var v any
	json.Unmarshal(raw, &v)
}

func seldom() {
	raw, _ := os.ReadFile("seldom.json")
	var v any
	json.Unmarshal(raw, &v)
}

func main() {
	often()
	seldom()
}
`

// profiled writes a CPU profile with samples on the decodes of two functions.
func profiled(t *testing.T, name string, often, seldom int64) {
	t.Helper()
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}}}
	for i, s := range []struct {
		name  string
		value int64
	}{{"main.often", often}, {"main.seldom", seldom}} {
		fn := &profile.Function{ID: uint64(i + 1), Name: s.name, StartLine: 50}
		loc := &profile.Location{ID: uint64(i + 1), Line: []profile.Line{{Function: fn, Line: 53}}}
		p.Function, p.Location = append(p.Function, fn), append(p.Location, loc)
		p.Sample = append(p.Sample, &profile.Sample{Location: []*profile.Location{loc}, Value: []int64{1, s.value}})
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // what is lost shows when it is read
	if err := p.Write(f); err != nil {
		t.Fatal(err)
	}
}

const (
	entries  = "-hotunmarshal.entries=example.com/m/cmd/serve.often,example.com/m/cmd/serve.seldom"
	oftenAt  = "cmd/serve/main.go:11:16: json.Unmarshal decodes"
	seldomAt = "cmd/serve/main.go:17:16: json.Unmarshal decodes"
)

// TestProfile measures findings by a profile, in both ways that take one.
func TestProfile(t *testing.T) {
	for _, way := range []struct {
		name string
		open func(p place, args ...string) (result, string)
	}{
		{"go vet", func(p place, args ...string) (result, string) {
			res := p.vet(t, args...)
			return res, res.stderr
		}},
		{"command", func(p place, args ...string) (result, string) {
			res := p.cmd(t, args...)
			return res, res.stdout
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			m := write(t, t.TempDir(), map[string]string{
				"go.mod": modFile, "cmd/serve/main.go": served, "cmd/serve/main_test.go": "package main\n",
			})
			expect := func(flags string, present, absent []string) string {
				t.Helper()
				res, out := way.open(m, append(strings.Fields(flags), entries, "./...")...)
				if res.code != 1 {
					t.Errorf("%s: want exit 1: %v", flags, res)
				}
				for _, s := range present {
					if !strings.Contains(out, s) {
						t.Errorf("%s: want %q: %v", flags, s, res)
					}
				}
				for _, s := range absent {
					if strings.Contains(out, s) {
						t.Errorf("%s: do not want %q: %v", flags, s, res)
					}
				}
				return out
			}
			expect("-hotunmarshal.profile=auto", []string{oftenAt, seldomAt}, []string{"% of CPU"}) // there is none

			name := filepath.Join(m.dir, "cpu.pprof")
			profiled(t, name, 75, 25)
			expect("-hotunmarshal.profile=cpu.pprof", []string{oftenAt, seldomAt, "; 75.0 % of CPU", "; 25.0 % of CPU"}, nil)
			expect("-hotunmarshal.profile=cpu.pprof -hotunmarshal.min-share=50", []string{oftenAt}, []string{seldomAt})

			// The flags are as before, the profile is not.
			profiled(t, name, 10, 90)
			out := expect("-hotunmarshal.profile=cpu.pprof", []string{"; 10.0 % of CPU", "; 90.0 % of CPU"}, nil)
			if strings.Index(out, seldomAt) > strings.Index(out, oftenAt) {
				t.Errorf("want the hottest first: %s", out)
			}

			profiled(t, filepath.Join(m.dir, "cmd", "serve", "default.pgo"), 100, 0)
			expect("-hotunmarshal.profile=auto", []string{oftenAt, seldomAt, "; 100.0 % of CPU"}, nil)
		})
	}
}

// TestProfileElsewhere has the command notice what changes in a profile of any
// name: go vet compares only those in its folder.
func TestProfileElsewhere(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "cmd/serve/main.go": served, "data/keep": ""})
	for _, share := range []string{"20.0", "30.0"} {
		value, err := strconv.ParseFloat(share, 64)
		if err != nil {
			t.Fatal(err)
		}
		profiled(t, filepath.Join(m.dir, "data", "cpu.out"), int64(value), 100-int64(value))
		m.cmd(t, "-hotunmarshal.profile=data/cpu.out", entries, "./...").expect(t, 1, []string{oftenAt, "; " + share + " % of CPU"}, nil)
	}
}

// TestProfileMissing has a name that is wrong.
func TestProfileMissing(t *testing.T) {
	m := write(t, t.TempDir(), map[string]string{"go.mod": modFile, "cmd/serve/main.go": served})
	m.cmd(t, "-hotunmarshal.profile=nowhere.pprof", entries, "./...").expect(t, 2, nil, []string{"nowhere.pprof"})
}
