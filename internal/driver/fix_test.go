package driver

import "testing"

func TestSelectDiff(t *testing.T) {
	const a = "--- /m/a.go (old)\n+++ /m/a.go (new)\n@@ -1 +1 @@\n--- minus two\n+x\n"
	const b = "--- /m/b.go (old)\n+++ /m/b.go (new)\n@@ -1 +1 @@\n-x\n+y\n"
	for _, tt := range []struct {
		files map[string]bool
		want  string
	}{
		{map[string]bool{"/m/a.go": true, "/m/b.go": true}, a + b},
		{map[string]bool{"/m/a.go": true}, a},
		{map[string]bool{"/m/b.go": true}, b},
		{nil, ""},
	} {
		if got := selectDiff(a+b, tt.files); got != tt.want {
			t.Errorf("%v: got\n%swant\n%s", tt.files, got, tt.want)
		}
	}
}
