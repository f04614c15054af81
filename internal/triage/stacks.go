package triage

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// goStacks returns the frames of the stacks that Go prints:
//
//	goroutine 7 [running]:
//	main.(*client).expire(...)
//		/src/main.go:23 +0x18
//	created by time.goFunc in goroutine 1
//		/src/sleep.go:215 +0x2d
//
// and of race reports, whose stacks are headed "Read at 0x00c by goroutine 7:". Stacks
// that many goroutines have come once, the most frequent first, that of the crash before.
func goStacks(text string) []Frame {
	type stack struct {
		frames []Frame
		count  int
	}
	var stacks []*stack
	var current *stack
	fn := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasSuffix(trimmed, ":") && (strings.HasPrefix(trimmed, "goroutine ") || strings.Contains(trimmed, " by goroutine ") || strings.Contains(trimmed, " by main goroutine") || strings.HasPrefix(trimmed, "Goroutine ")):
			current = &stack{count: 1}
			stacks = append(stacks, current)
			fn = strings.TrimSuffix(trimmed, ":")
			current.frames = []Frame{{Of: fn}} // the head, until the end
			fn = ""
		case current == nil || trimmed == "":
			// before the first, or between two
		case fn != "":
			file, n, ok := place(trimmed)
			if ok {
				current.frames = append(current.frames, Frame{fn, file, n, current.frames[0].Of})
			}
			fn = ""
		default:
			fn = strings.TrimPrefix(trimmed, "created by ")
			fn, _, _ = strings.Cut(fn, " in goroutine ")
			if i := strings.LastIndexByte(fn, '('); i > 0 && strings.HasSuffix(fn, ")") {
				fn = fn[:i] // the arguments
			}
		}
	}
	seen := make(map[string]*stack)
	var unique []*stack
	for _, s := range stacks {
		s.frames = s.frames[1:]
		var key strings.Builder
		for _, f := range s.frames {
			key.WriteString(f.File + ":" + strconv.Itoa(f.Line) + "\n")
		}
		if same := seen[key.String()]; same != nil {
			same.count++
			continue
		}
		seen[key.String()] = s
		unique = append(unique, s)
	}
	if len(unique) > 1 {
		slices.SortStableFunc(unique[1:], func(a, b *stack) int { return b.count - a.count })
	}
	var frames []Frame
	for _, s := range unique {
		for _, f := range s.frames {
			if s.count > 1 {
				f.Of += " and " + strconv.Itoa(s.count-1) + " more"
			}
			frames = append(frames, f)
		}
	}
	return frames
}

// place parses "/src/main.go:23 +0x18".
func place(text string) (file string, line int, ok bool) {
	text, _, _ = strings.Cut(text, " ")
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return "", 0, false
	}
	line, err := strconv.Atoi(text[i+1:])
	return text[:i], line, err == nil
}

// cStacks returns the frames of AddressSanitizer, LeakSanitizer and valgrind:
//
//	#1 0x55d in main.load /src/main.go:12
//	==7==    by 0x4A1: load (main.go:12)
func cStacks(text string) []Frame {
	sanitizer := regexp.MustCompile(`^#\d+ 0x[0-9a-f]+ in (\S+) (\S+?):(\d+)`)
	valgrind := regexp.MustCompile(`^==\d+==\s+(?:at|by) 0x[0-9A-Fa-f]+: (.+) \((.+):(\d+)\)$`)
	var frames []Frame
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		m := sanitizer.FindStringSubmatch(line)
		if m == nil {
			m = valgrind.FindStringSubmatch(line)
		}
		if m == nil {
			continue // between stacks
		}
		n, err := strconv.Atoi(m[3])
		if err != nil {
			continue // no line
		}
		frames = append(frames, Frame{m[1], m[2], n, "the report"})
	}
	return frames
}
