package maprace

import (
	"go/token"
	"regexp"
)

// excuse matches comments that say why an access needs no lock.
var excuse = regexp.MustCompile(`(?i)(?:\bno\b|\bnot\b|n't|\bnever\b|\bwithout\b|\babsence of\b|\bdeliberate\w*)[^.]*(?:` + lockWord + `|\block(?:ed|ing)\b|\bsynchroni[sz]\w+|\brac[ey]\w*)` +
	`|` + lockWord + `[^.]*(?:\bheld\b|\bnot needed\b|\bunnecessary\b|\bdeliberate\w*)` +
	`|\bsingle[ -](?:thread|goroutine)`)

// excused reports whether a comment right above an access says why it needs no
// lock.
func (p *checker) excused(pos token.Pos) bool {
	if !pos.IsValid() {
		return false
	}
	if p.excuses == nil {
		p.excuses = p.findExcuses()
	}
	at := p.fset.Position(pos)
	return p.excuses[line{at.Filename, at.Line}]
}

// A line is one of a file.
type line struct {
	file string
	n    int
}

// findExcuses returns the lines below the comments that excuse.
func (p *checker) findExcuses() map[line]bool {
	out := make(map[line]bool)
	for _, file := range p.files {
		for _, group := range file.Comments {
			if excuse.MatchString(group.Text()) {
				end := p.fset.Position(group.End())
				out[line{end.Filename, end.Line + 1}] = true
			}
		}
	}
	return out
}
