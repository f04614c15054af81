package hotunmarshal

import (
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/golint-incidents/golint-incidents/internal/decodes"
	"github.com/golint-incidents/golint-incidents/internal/origin"
	"github.com/golint-incidents/golint-incidents/internal/report"
)

// diagnostic renders a finding. It is false if its place cannot be found.
func (f finding) diagnostic(pass *analysis.Pass, rep *report.Reporter) (report.Finding, bool) {
	pos := rep.Locate(f.At)
	if !pos.IsValid() {
		return report.Finding{}, false
	}
	d := analysis.Diagnostic{Pos: pos, Message: f.message()}
	pic := report.Picture{Self: report.KindFault}
	note := func(kind string, at token.Position, format string, args ...any) {
		if p := rep.Locate(at); p.IsValid() {
			pic.Roles = append(pic.Roles, report.Role{Kind: kind})
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: p, Message: fmt.Sprintf(format, args...)})
		}
	}
	note(report.KindStart, f.Entry, "runs per request: %s (%s)", decodes.Short(f.Root.Name), f.Root.Why)
	for _, s := range f.Steps[1:] {
		note(report.KindCall, s.Pos, "calls %s", decodes.Short(s.Func))
	}
	if f.Decoder != f.At {
		note(report.KindFault, f.Decoder, "decodes here")
	}
	d.SuggestedFixes = f.fix(pass, pos)
	tag := report.Tag{Rule: f.rule(), Confidence: f.confidence(), Share: f.share}
	return report.Finding{Diagnostic: d, Tag: tag, Picture: pic}, true
}

// rule returns the rule of a finding.
func (f finding) rule() string {
	switch {
	case f.Memo != (decodes.Memo{}):
		return "ineffective-cache"
	case f.constructor():
		return "compile-per-request"
	case f.class == "setting":
		return "decode-of-setting"
	case f.class == "keyed":
		return "decode-of-fixed-set"
	case f.class == "indirect":
		return "decode-of-row"
	}
	return "decode-of-constant"
}

// message says what is decoded, for whom, where it comes from and what to do.
func (f finding) message() string {
	var b strings.Builder
	size := f.size()
	fmt.Fprintf(&b, "%s %s ", f.Func, f.verb())
	switch {
	case f.class == "setting":
		b.WriteString("a setting that is the same for every request")
	case f.class == "keyed":
		b.WriteString("one of a fixed set of values")
	case size >= large:
		fmt.Fprintf(&b, "%s, which does not depend on the request", sizeText(size))
	default:
		b.WriteString("what does not depend on the request")
	}
	if f.Target != "" {
		fmt.Fprintf(&b, ", into %s", f.Target)
		if f.Width >= broad {
			fmt.Fprintf(&b, " (%d fields)", f.Width)
		}
	}
	if d := f.estimate(size); d > 0 && size >= large {
		fmt.Fprintf(&b, ", in about %v", d)
	}
	fmt.Fprintf(&b, ", each time %s", f.chain())
	if f.Repeats {
		b.WriteString(", in a loop")
	}
	if f.Data.Source != "" && f.class == "invariant" {
		fmt.Fprintf(&b, "; it comes from %s", f.Data.Source)
		if f.Data.Place != "" {
			fmt.Fprintf(&b, " (%s)", f.Data.Place)
		}
		if size > 0 && size < large {
			fmt.Fprintf(&b, ", %d bytes", size)
		}
	}
	switch {
	case f.Encoded != "":
		fmt.Fprintf(&b, "; the program encoded it just before (%s)", f.Encoded)
	case f.Cached != "":
		fmt.Fprintf(&b, "; %s has the text", f.Cached)
	}
	if f.Doubt != (decodes.Doubt{}) {
		fmt.Fprintf(&b, "; %s may %s, by its name", decodes.Short(f.Doubt.Func), doubts[f.Doubt.Kind])
	}
	if f.rare() {
		b.WriteString("; it may seldom be requested, by its name")
	}
	if f.share > 0 {
		fmt.Fprintf(&b, "; %.1f %% of %s below this line", f.share, f.measured.what)
	}
	switch {
	case f.Lost != "":
		fmt.Fprintf(&b, ": the check of %s%s does not help, as nothing is stored there", f.Lost, f.where(" above"))
	case f.Late != "":
		fmt.Fprintf(&b, ": the check of %s%s comes too late, when the work is done", f.Late, f.where(" below"))
	case f.Failed != "":
		fmt.Fprintf(&b, ": %s%s is set only when it fails", f.Failed, f.where(""))
	case f.Fresh != "":
		fmt.Fprintf(&b, ": %s%s does not help, as the key is another each time", f.Fresh, f.where(""))
	case f.Short != "":
		fmt.Fprintf(&b, ": %s%s does not help, as nothing is younger than no time", f.Short, f.where(""))
	case f.Own != "":
		fmt.Fprintf(&b, ": %s%s does not help, as each request makes its own", f.Own, f.where(""))
	case f.Kind == "pattern":
		b.WriteString(": compile it once, in a package variable")
	case f.Kind == "program", f.Kind == "script":
		b.WriteString(": compile it once, at start or with sync.OnceValues")
	case f.Kind == "pool", f.Kind == "literal":
		b.WriteString(": make it once, as all requests can share it")
	case f.Kind == "url":
		b.WriteString(": fetch it once and when it changes (atomic.Pointer, refreshed in the background)")
	case f.constructor():
		b.WriteString(": parse it once, at start or with sync.OnceValues")
	case f.Data.Class == origin.Const || f.Data.File != "":
		b.WriteString(": decode it once (sync.OnceValues)")
	case f.Encoded != "":
		b.WriteString(": convert it once and when it changes (atomic.Pointer, refreshed in the background)")
	case f.Cached != "":
		b.WriteString(": keep the decoded value in the cache, not the text")
	default:
		b.WriteString(": decode it once and when it changes (atomic.Pointer, refreshed in the background)")
	}
	return b.String()
}

// doubts say what the name of a function says.
var doubts = map[decodes.DoubtKind]string{
	decodes.Seldom: "seldom run",
	decodes.Keeps:  "keep it for the next request",
	decodes.Later:  "call what it is given another time",
}

// broad is the number of fields from which on a target is worth a word.
const broad = 20

// constructor reports whether f is no decode, but makes something costly of a text.
func (f finding) constructor() bool {
	switch f.Kind {
	case "pattern", "text", "files", "fs", "key", "keyfile", "pool", "literal", "program", "script", "url":
		return true
	}
	return false
}

// verb says what f.Func does.
func (f finding) verb() string {
	switch {
	case f.Kind == "pattern", f.Kind == "program", f.Kind == "script":
		return "compiles"
	case f.Kind == "pool":
		return "makes a client of"
	case f.Kind == "literal":
		return "is made of"
	case f.Kind == "url":
		return "fetches and parses"
	case f.constructor():
		return "parses"
	}
	return "decodes"
}

// where says where the memo is: in the function of the finding, or in which.
func (f finding) where(here string) string {
	if f.MemoIn == f.In {
		return here
	}
	return " in " + decodes.Short(f.MemoIn)
}

// chain renders the way from the entry point to the decode: its ends and, if
// there is room, what is between.
func (f finding) chain() string {
	names := []string{decodes.Short(f.Root.Name)}
	for _, s := range f.Steps[1:] {
		if n := decodes.Short(s.Func); n != names[len(names)-1] {
			names = append(names, n)
		}
	}
	if len(names) > 4 {
		names = append(append(names[:2:2], "..."), names[len(names)-1])
	}
	at := fmt.Sprintf("%s:%d", filepath.Base(f.Entry.Filename), f.Entry.Line)
	route := ""
	if f.Root.Route != "" {
		route = " for " + f.Root.Route
	}
	return fmt.Sprintf("%s (%s) runs%s%s", names[0], at, route, below(names[1:]))
}

func below(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ", through " + strings.Join(names, " -> ")
}
