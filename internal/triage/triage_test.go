package triage

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/pprof/profile"

	"github.com/golint-incidents/golint-incidents/internal/finding"
)

const crash = `2027/01/02 serving
fatal error: concurrent map iteration and map write

goroutine 92203 [running]:
internal/runtime/maps.fatal({0x4ab2eb?, 0x54d5b8?})
	/usr/local/go/src/runtime/panic.go:1181 +0x18
main.(*client).expire.func1(...)
	/build/bug/main.go:23
created by time.goFunc in goroutine 1
	/usr/local/go/src/time/sleep.go:215 +0x2d

goroutine 1 [runnable]:
main.main()
	/build/bug/main.go:34 +0x18

goroutine 12 [chan receive, 10 minutes]:
main.wait()
	/build/bug/main.go:50 +0x18

goroutine 13 [chan receive, 10 minutes]:
main.wait()
	/build/bug/main.go:50 +0x18
`

const race = `==================
WARNING: DATA RACE
Write at 0x00c0000 by goroutine 7:
  runtime.mapassign_faststr()
      /usr/local/go/src/internal/runtime/maps/runtime.go:200 +0x0
  example.com/m.(*Store[...]).Put()
      /src/m/store.go:14 +0x44

Previous read at 0x00c0000 by main goroutine:
  example.com/m.main()
      /src/m/main.go:9 +0x44

Goroutine 7 (running) created at:
  example.com/m.main()
      /src/m/main.go:8 +0x33
==================
`

const leak = `==7==ERROR: LeakSanitizer: detected memory leaks
Direct leak of 16 byte(s) in 1 object(s) allocated from:
    #0 0x7f00 in malloc (/lib/libasan.so+0x1)
    #1 0x55d0 in main.load /src/c/main.go:12
`

const valgrind = `==9== 16 bytes in 1 blocks are definitely lost in loss record 1 of 1
==9== definitely lost: 16 bytes
==9==    at 0x4843: malloc (vg_replace_malloc.c:393)
==9==    by 0x4A1F2: main.load (main.go:12)
`

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		text, what string
		frames     []string // some of them, in order
	}{
		"crash":    {crash, "a map that goroutines use at once", []string{"main.(*client).expire.func1 main.go:23 goroutine 92203 [running]", "time.goFunc sleep.go:215 ", "main.wait main.go:50 goroutine 12 [chan receive, 10 minutes] and 1 more", "main.main main.go:34 "}},
		"race":     {race, "a data race", []string{"example.com/m.(*Store[...]).Put store.go:14 Write at 0x00c0000 by goroutine 7", "example.com/m.main main.go:9 Previous read", "example.com/m.main main.go:8 Goroutine 7"}},
		"leak":     {leak, "C memory that leaks", []string{"main.load main.go:12 "}},
		"valgrind": {valgrind, "C memory that leaks", []string{"malloc vg_replace_malloc.c:393", "main.load main.go:12 "}},
		"deadlock": {strings.Replace(crash, "concurrent map iteration and map write", "all goroutines are asleep - deadlock!", 1), "a deadlock: all goroutines wait", nil},
		"dump":     {crash[strings.Index(crash, "goroutine 1 "):], "a dump of goroutines", []string{"main.main main.go:34 "}},
	} {
		r, err := Read([]byte(tt.text))
		if err != nil || r.What != tt.what {
			t.Errorf("%s: %+v, %v", name, r, err)
			continue
		}
		i := 0
		for _, f := range r.Frames {
			if i < len(tt.frames) && strings.HasPrefix(fmt.Sprintf("%s %s:%d %s", f.Func, filepath.Base(f.File), f.Line, f.Of), tt.frames[i]) {
				i++
			}
		}
		if i < len(tt.frames) {
			t.Errorf("%s: no %q in its place: %+v", name, tt.frames[i], r.Frames)
		}
	}
	for text, want := range map[string]string{
		"":                                   "nothing on standard input",
		"hello":                              "nothing that triage knows",
		"fatal error: concurrent map writes": "no stack that can be read",
	} {
		if _, err := Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Read(%q): %v, want %q", text, err, want)
		}
	}
}

func TestReadProfile(t *testing.T) {
	fn := &profile.Function{ID: 1, Name: "example.com/m.decode", Filename: "/src/m/a.go"}
	loc := &profile.Location{ID: 1, Line: []profile.Line{{Function: fn, Line: 7}}}
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "samples"}, {Type: "cpu", Unit: "nanoseconds"}},
		Function: []*profile.Function{fn}, Location: []*profile.Location{loc},
		Sample: []*profile.Sample{{Location: []*profile.Location{loc, loc}, Value: []int64{1, 30}}, {Value: []int64{1, 70}}}}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	r, err := Read(b.Bytes())
	if err != nil || r.What != "a profile of cpu" || len(r.Frames) != 1 || r.Frames[0].Of != "30.0 % of cpu" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestExplain(t *testing.T) {
	r, err := Read([]byte(crash))
	if err != nil {
		t.Fatal(err)
	}
	place := func(analyzer, function string, line int) finding.Finding {
		p := finding.Position{File: "/home/me/m/bug/main.go", Line: line, Column: 1}
		f := finding.Finding{Analyzer: analyzer, Function: function, Span: finding.Span{Start: p, End: p}}
		f.Rule = analyzer + "/x"
		return f
	}
	other := place("maprace", "client.expire", 23)
	other.Start.File = "/home/me/m/fix/main.go"
	got := r.Explain([]finding.Finding{
		place("maprace", "client.expire", 25), // the function only
		place("maprace", "unrelated", 99),
		place("maprace", "client.expire", 23),
		place("timerreset", "client.expire", 23),
		other,
	})
	var lines []int
	for _, m := range got {
		lines = append(lines, m.Finding.Start.Line)
	}
	if !slices.Equal(lines, []int{23, 25}) {
		t.Errorf("explained by findings at lines %v, want 23 and 25: %+v", lines, got)
	}
}

func TestFolders(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"bug/main.go", "fix/main.go", "vendor/bug/main.go", "x/bug/main.go"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Read([]byte(crash))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Folders(dir); !slices.Equal(got, []string{"./bug", "./x/bug"}) {
		t.Errorf("folders %v", got)
	}
}
