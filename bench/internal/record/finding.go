package record

// Verdicts of findings.
const (
	Right    = "right"
	Doubtful = "doubtful" // a matter of how the code is used, or of no consequence
	Wrong    = "wrong"
)

// A Finding is a finding on a module of the corpus, with the verdict of somebody who
// read the code.
type Finding struct {
	Module     string `json:"module"`
	Half       string `json:"half"`
	Position   string `json:"position"` // file:line
	Analyzer   string `json:"analyzer"`
	Confidence string `json:"confidence"` // the category of the diagnostic
	Message    string `json:"message"`
	Verdict    string `json:"verdict,omitempty"`
	Reason     string `json:"reason,omitempty"`
}

// Key identifies the finding: modules are pinned, so lines stay.
func (f Finding) Key() string { return f.Module + " " + f.Analyzer + " " + f.Position }

// A Size is how large a module is that was analyzed without mutants.
type Size struct {
	Module string `json:"module"`
	Half   string `json:"half"`
	Lines  int    `json:"lines"`
	Tool   string `json:"tool"` // digest of the binary that analyzed it last
}
