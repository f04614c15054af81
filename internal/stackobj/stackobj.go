// Package stackobj asks the gc compiler which stack objects it emits. Unlike a
// prediction, what it says is exact, inlining included, for one build.
//
// It reads the output of go build -gcflags='-S -m -live', which the go command
// replays from its cache: the dumps of the symbols FUNC.stkobj give the number,
// offsets and sizes (cmd/compile/internal/liveness.emitStackObjects), the lines
// "stack object NAME TYPE" their names, types and positions, which with -m come
// in the order of the records.
package stackobj

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/golint-incidents/golint-incidents/internal/proc"
)

// A Func is a compiled function that has stack objects.
type Func struct {
	// Package is the import path, Name the symbol's, as in "net/http.(*conn).serve".
	Package, Name string
	// File and Line are those of the declaration or literal.
	File string
	Line int
	// Frame is the size of the frame in bytes, without arguments.
	Frame   int
	Objects []Object
}

// An Object is one record.
type Object struct {
	// Name is a variable's, or begins with a dot: a temporary's. File is the
	// function's, as what is inlined counts where it is called. They and Type, Line
	// and Column are empty where the compiler's lines could not be told apart.
	Name, Type   string
	File         string
	Line, Column int
	// Offset, Size and Pointers are in bytes: where it is in the frame, how
	// large it is, and how much of it the collector scans.
	Offset, Size, Pointers int
}

var (
	textLine   = regexp.MustCompile(`^(.+) STEXT(?:FIPS)? .*?size=\d+ args=0x[0-9a-f]+ locals=0x([0-9a-f]+)`)
	startLine  = regexp.MustCompile(`^\t0x0000 00000 \((.*):(\d+)\)\tTEXT\t`)
	recordLine = regexp.MustCompile(`^(.+)\.stkobj SRODATA(?:FIPS)? `)
	objectLine = regexp.MustCompile(`^(.+\.go):(\d+)(?::(\d+))?: stack object (\S+) (.*)$`) // columns end at 255
)

// Compile builds packages in dir, with build flags and more compiler flags, and
// returns the functions that have stack objects, in the order of the compiler.
func Compile(ctx context.Context, dir string, flags []string, gcflags string, patterns ...string) ([]Func, error) {
	args := append([]string{"build", "-o", os.DevNull}, flags...)
	if len(patterns) != 1 || strings.Contains(patterns[0], "...") {
		args = append([]string{"build"}, flags...)
	}
	args = append(args, "-gcflags=-S -m -live "+gcflags)
	cmd := proc.Command(ctx, "go", append(args, patterns...)...)
	cmd.Dir = dir
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	done := make(chan error, 1)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		err := cmd.Wait()
		w.Close()
		done <- err
	}()
	p := &reader{byName: make(map[string]int)}
	scanErr := p.parse(r)
	io.Copy(io.Discard, r) // lets the command end
	if err := <-done; err != nil {
		return nil, fmt.Errorf("go build: %w: %s", err, why(ctx, dir, flags, patterns))
	}
	return p.funcs, errors.Join(scanErr, p.err)
}

// why builds once more, without the compiler's dumps, for the text of an error.
func why(ctx context.Context, dir string, flags, patterns []string) string {
	cmd := proc.Command(ctx, "go", slices.Concat([]string{"build", "-o", os.DevNull}, flags, patterns)...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err == nil {
		return "it succeeds now"
	}
	return strings.TrimSpace(out.String())
}

// A reader reads the compiler's output line by line.
type reader struct {
	pkg    string
	funcs  []Func // with objects
	all    []Func // of the package at hand
	byName map[string]int
	lines  []Object // named, of the package at hand
	start  int      // index of the function whose first instruction comes next, or -1
	data   []byte   // of the record dump at hand
	dump   int      // its function, or -1
	err    error
}

func (p *reader) parse(r io.Reader) error {
	p.start, p.dump = -1, -1
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20) // dumps of large data are one line
	for lines.Scan() {
		p.line(lines.Text())
	}
	p.endDump()
	p.endPackage()
	return lines.Err()
}

func (p *reader) line(s string) {
	if strings.HasPrefix(s, "\t") {
		p.indented(s)
		return
	}
	p.endDump()
	switch {
	case strings.HasPrefix(s, "# "):
		p.endPackage()
		p.pkg, _, _ = strings.Cut(s[2:], " ")
	case strings.Contains(s, " STEXT"):
		if m := textLine.FindStringSubmatch(s); m != nil {
			frame, _ := strconv.ParseInt(m[2], 16, 64)
			p.start = len(p.all)
			p.all = append(p.all, Func{Package: p.pkg, Name: m[1], Frame: int(frame)})
		}
	case strings.Contains(s, ".stkobj SRODATA"):
		if m := recordLine.FindStringSubmatch(s); m != nil {
			if i, ok := p.byName[m[1]]; ok {
				p.dump, p.data = i, nil
			}
		}
	case strings.Contains(s, ": stack object "):
		if m := objectLine.FindStringSubmatch(s); m != nil {
			line, _ := strconv.Atoi(m[2])
			column, _ := strconv.Atoi(m[3]) // 0 if there is none
			p.lines = append(p.lines, Object{File: m[1], Line: line, Column: column, Name: m[4], Type: m[5]})
		}
	}
}

func (p *reader) indented(s string) {
	switch {
	case p.dump >= 0 && strings.HasPrefix(s, "\t0x"):
		// "\t0x0010 20 00 ...  text"
		_, rest, _ := strings.Cut(s[1:], " ")
		bytes, _, _ := strings.Cut(rest, "  ")
		b, err := hex.DecodeString(strings.ReplaceAll(bytes, " ", ""))
		if err == nil {
			p.data = append(p.data, b...)
		}
	case p.start >= 0:
		if m := startLine.FindStringSubmatch(s); m != nil {
			fn := &p.all[p.start]
			fn.File = m[1]
			fn.Line, _ = strconv.Atoi(m[2])
			if fn.File != "<autogenerated>" { // an ABI wrapper has the name of what it wraps
				p.byName[fn.Name] = p.start
			}
			p.start = -1
		}
	}
}

// endDump decodes the records of a function.
func (p *reader) endDump() {
	if p.dump < 0 {
		return
	}
	fn := &p.all[p.dump]
	p.dump = -1
	objects, err := decode(p.data)
	if err != nil {
		p.err = errors.Join(p.err, fmt.Errorf("%s: %w", fn.Name, err))
		return
	}
	fn.Objects = objects
}

// decode reads a symbol FUNC.stkobj: a count, and for each record the offset,
// size and pointer bytes, of 4 bytes each, and 4 bytes more.
func decode(data []byte) ([]Object, error) {
	if len(data) < 8 {
		return nil, errors.New("short table of stack objects")
	}
	n := int(binary.LittleEndian.Uint64(data))
	if n < 0 || len(data) != 8+16*n {
		return nil, fmt.Errorf("table of %d stack objects has %d bytes", n, len(data))
	}
	var objects []Object
	for i := range n {
		word := func(k int) int { return int(int32(binary.LittleEndian.Uint32(data[8+16*i+4*k:]))) }
		objects = append(objects, Object{Offset: word(0), Size: word(1), Pointers: word(2)})
	}
	return objects, nil
}

// endPackage names the objects of a package's functions. The lines of one
// function are a run in which all positions are in the function, and there are
// as many as it has records; where that fits no run, the objects stay unnamed.
func (p *reader) endPackage() {
	spans := newSpans()
	i := 0
	for i < len(p.lines) {
		n := 0
		for k := range p.all {
			fn := &p.all[k]
			if len(fn.Objects) == 0 || fn.Objects[0].Name != "" || !spans.fits(fn, p.lines[i:]) {
				continue // another's lines
			}
			n = len(fn.Objects)
			for j := range fn.Objects {
				o, named := &fn.Objects[j], p.lines[i+j]
				// The lines have paths relative to some folder; the file is the function's.
				o.Name, o.Type, o.File, o.Line, o.Column = named.Name, named.Type, fn.File, named.Line, named.Column
			}
			break
		}
		i += max(n, 1)
	}
	for _, fn := range p.all {
		if len(fn.Objects) > 0 {
			p.funcs = append(p.funcs, fn)
		}
	}
	p.all, p.lines = nil, nil
	clear(p.byName)
}

// base returns the last part of a path, as the compiler prints paths in two
// ways.
func base(path string) string { return filepath.Base(path) }
