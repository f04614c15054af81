package unchecked

import (
	"encoding/json"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	var o own
	json.Unmarshal([]byte(`{"every": 1}`), &o)
	o.run()
}
