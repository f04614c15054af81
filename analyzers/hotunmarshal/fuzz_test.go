package hotunmarshal

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/pprof/profile"
)

// FuzzProfile reads profiles that nobody measured: an error at most.
func FuzzProfile(f *testing.F) {
	var real bytes.Buffer
	fn := &profile.Function{ID: 1, Name: "main.handler", SystemName: "main.handler", Filename: "main.go"}
	loc := &profile.Location{ID: 1, Line: []profile.Line{{Function: fn, Line: 3}}}
	p := &profile.Profile{
		SampleType: []*profile.ValueType{{Type: "cpu", Unit: "nanoseconds"}},
		Sample:     []*profile.Sample{{Location: []*profile.Location{loc}, Value: []int64{10}}},
		Location:   []*profile.Location{loc}, Function: []*profile.Function{fn},
	}
	if err := p.WriteUncompressed(&real); err != nil {
		f.Fatal(err)
	}
	f.Add(real.Bytes())
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(real.Bytes())
	z.Close()
	f.Add(zipped.Bytes())
	f.Add([]byte("not a profile"))
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "cpu.pprof")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := loadHeat(name)
		if err != nil {
			return
		}
		h.share(finding{})
		for _, s := range h.samples {
			under(s, "main.handler", 0)
		}
	})
}
