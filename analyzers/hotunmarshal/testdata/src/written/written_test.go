package written

import (
	"os"
	"testing"
)

// TestWrite writes what the server reads: that says nothing of the server.
func TestWrite(t *testing.T) {
	s := &server{rulesFile: t.TempDir() + "/rules.json"}
	if err := os.WriteFile(s.rulesFile, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
}
