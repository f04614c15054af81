package cgoalloc

import (
	"regexp"
	"strings"
)

// A prototype tells whether a C function that a preamble declares returns a char *,
// and which parameters are a char **, without const: such a text is the caller's, if
// the preamble writes const where it means it.
type prototype struct {
	text  bool
	outs  []bool // by parameter
	reads []bool // by parameter: it points to const
	exact bool   // the preamble has const char * elsewhere
}

var (
	cPrototype = regexp.MustCompile(`([\w\s*]+?[\s*])(\w+)\s*\(([^(){};]*)\)\s*;`)
	cChars     = regexp.MustCompile(`^\s*(?:extern\s+)?char\s*\*\s*$`)
	cCharsIn   = regexp.MustCompile(`^\s*char\s*\*\s*\w*\s*$`)
	cCharsOut  = regexp.MustCompile(`^\s*char\s*\*\s*\*\s*\w*\s*$`)
	cCallback  = regexp.MustCompile(`\btypedef\b[^;(){}]*\(\s*\*\s*(\w+)\s*\)\s*\(([^(){};]*)\)\s*;`)
	cReads     = regexp.MustCompile(`^\s*(?:const\s+[\w\s]+|[\w\s]+\s+const\s*)\*\s*\w*\s*$`)
	cConst     = regexp.MustCompile(`\bconst\s+char\s*\*`)
)

// declare adds the prototypes in C text without bodies.
func (p *preambles) declare(text string) {
	exact := cConst.MatchString(text)
	for _, m := range cPrototype.FindAllStringSubmatch(text, -1) {
		proto := prototype{text: cChars.MatchString(m[1]), exact: exact}
		for param := range strings.SplitSeq(m[3], ",") {
			proto.outs = append(proto.outs, cCharsOut.MatchString(param))
			proto.reads = append(proto.reads, cReads.MatchString(param))
			if cCharsIn.MatchString(param) {
				proto.text = false // the result may be the argument, as that of strcpy is
			}
		}
		p.prototypes[m[2]] = proto
	}
	for _, m := range cCallback.FindAllStringSubmatch(text, -1) {
		p.callbacks[m[1]] = !strings.Contains(m[2], ",") && !strings.Contains(m[2], "const")
	}
}

// mayDestroy reports whether a function of a type of C's may be a destructor: it takes one
// argument, which is not const, unless the preamble says otherwise.
func (p *preambles) mayDestroy(typ string) bool {
	may, known := p.callbacks[typ]
	return !known || may
}

// reads reports whether a C function does no more than read its argument arg, as far as its
// declaration or its body tells.
func (p *preambles) reads(name string, arg int) bool {
	if told, known := p.fate(name, arg, 0); known {
		return told == borrowed
	}
	proto := p.prototypes[name]
	return arg < len(proto.reads) && proto.reads[arg]
}

// returnsText reports whether a C function returns a text that is the caller's, as
// far as its declaration tells.
func (p *preambles) returnsText(name string) bool {
	proto := p.prototypes[name]
	return proto.text && proto.exact
}

// returnsTextIn reports the same of an argument through which it returns one.
func (p *preambles) returnsTextIn(name string, arg int) bool {
	proto := p.prototypes[name]
	return proto.exact && !hasWord(name, lending) && arg < len(proto.outs) && proto.outs[arg]
}

// textFrees returns what frees the text that a C function writes through its
// argument arg, nil if it may not be the caller's, and whether only the declaration
// says so.
func (p *program) textFrees(name string, arg int) (frees []string, guess bool) {
	for _, family := range errorTexts {
		if strings.HasPrefix(name, family.prefix) {
			return family.frees, false
		}
	}
	if p.pre.returnsTextIn(name, arg) {
		return []string{"free"}, true
	}
	return nil, false
}
