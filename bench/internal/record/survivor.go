package record

// What a survivor turned out to be when somebody read it.
const (
	Bug   = "bug"    // the analyzer misses it
	NoBug = "no bug" // the operator was wrong
)

// A Survivor is a missed mutant that was read.
type Survivor struct {
	Module  string `json:"module"`
	ID      string `json:"id"`
	Verdict string `json:"verdict"` // bug, no bug, doubtful
	Reason  string `json:"reason"`
}

// A Build names a binary by the commit that it was built from.
type Build struct {
	Tool   string `json:"tool"` // the digest
	Commit string `json:"commit"`
	Note   string `json:"note"`
}
