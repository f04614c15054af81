package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Complete adds to each finding what the source tells: the functions of its places, and
// its fingerprint.
func Complete(list []Finding, sources *Sources) {
	for i := range list {
		f := &list[i]
		f.Function = sources.Function(f.Start)
		for j := range f.Trace {
			f.Trace[j].Function = sources.Function(f.Trace[j].Start)
		}
		f.Fingerprint = f.fingerprint(sources)
	}
}

// fingerprint hashes what stays when code moves: the rule, the function, the code of the
// place, and the functions of the places that explain it. Files, lines and the words of
// the message are no part of it.
func (f *Finding) fingerprint(sources *Sources) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q\n", f.Rule, f.Function, sources.Text(f.Span))
	for _, step := range f.Trace {
		fmt.Fprintf(h, "%q\n", step.Function)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
