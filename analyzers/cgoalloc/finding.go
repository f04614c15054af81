package cgoalloc

import (
	"fmt"
	"go/token"
	"path/filepath"
)

// A finding is one thing to report; positions are those of SSA.
type finding struct {
	rule    string
	pos     token.Pos
	message string
	related []related
	site    *site
	in      string   // the function
	frees   []string // the C functions that would free it
	never   bool     // no path frees it
}

// A related is one step of the evidence.
type related struct {
	pos     token.Pos
	message string
}

// find notes a finding about the object obj, or about none if obj is negative.
func (m *machine) find(rule string, pos token.Pos, message string, obj int, rel ...related) {
	f := finding{rule: rule, pos: pos, message: message, related: rel}
	if at, ok := m.Named(); ok && (rule != "defer-too-early" || !within(m.running.Parent(), m.root)) {
		if obj < 0 || m.sites[obj].pos == at.Pos {
			return // its own finding, where it is interpreted by itself
		}
		f.message = "in " + at.Fn.Name() + ", " + message
		f.related = append([]related{{pos, "here in " + at.Fn.Name()}}, rel...)
		f.pos = at.Pos
	}
	if obj >= 0 {
		f.site = m.sites[obj]
		if !f.site.held {
			f.related = append(f.related, related{f.site.pos, "allocated here"})
		}
	}
	m.Notes = append(m.Notes, f)
}

// at renders a position for a message.
func (p *program) at(pos token.Pos) string {
	at := p.fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
}
