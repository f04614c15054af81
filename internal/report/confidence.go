package report

import "fmt"

// A Confidence says what a finding rests on. It is a flag.Value: the least
// confidence that is reported.
type Confidence uint8

const (
	// ByName findings rest on a name or comment: an exported function may be
	// called at any time, or a word says that its callers know why no lock is
	// needed.
	//
	// The zero value stands for what is usual for the rule.
	ByName Confidence = iota + 1
	// Inferred findings rest on what most of the code does: most accesses hold the
	// lock.
	Inferred
	// Proven findings show both sides.
	Proven
)

var confidences = [...]string{ByName: "byname", Inferred: "inferred", Proven: "proven"}

// String returns the value of the flag.
func (c Confidence) String() string { return confidences[c] }

// Set sets the value of the flag.
func (c *Confidence) Set(text string) error {
	for i, name := range confidences {
		if name == text && name != "" {
			*c = Confidence(i)
			return nil
		}
	}
	return fmt.Errorf("want proven, inferred or byname")
}
