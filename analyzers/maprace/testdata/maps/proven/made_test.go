package proven

import "testing"

func TestParallel(t *testing.T) {
	got := map[string]int{}
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got[name] = len(name) // want `map got is written here without a lock by several goroutines at once`
		})
	}
}

func TestTwo(t *testing.T) {
	var got map[string]bool
	got = map[string]bool{}
	t.Run("a", func(t *testing.T) { t.Parallel(); got["a"] = true }) // want `map got is written here without a lock by a goroutine started at`
	t.Run("b", func(t *testing.T) { t.Parallel(); got["b"] = true })
}

func check(t *testing.T, seen map[string]bool, names ...string) {
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark(seen, name)
		})
	}
}

func mark(seen map[string]bool, name string) {
	seen[name] = true // want `map seen is written here without a lock by several goroutines at once`
}

func TestSequence(t *testing.T) {
	got := map[string]int{}
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			got[name] = len(name)
			t.Parallel()
		})
	}
	t.Run("all", func(t *testing.T) { t.Parallel(); println(got["a"]) })
	got["c"] = 1
}
