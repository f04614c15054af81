package pending

import (
	"slices"
	"testing"

	"go/types"

	"golang.org/x/tools/go/analysis"
)

type fact struct{ Bundle }

func (*fact) AFact() {}

// pack makes the fact of a package that says a text.
func pack(t *testing.T, path, text string, users bool, below map[string]Encoded) *fact {
	t.Helper()
	own, err := Encode(path, users, &text)
	if err != nil {
		t.Fatal(err)
	}
	return &fact{Pack(own, nil, below)}
}

func gather(pkg *types.Package, facts ...*fact) map[string]Encoded {
	var all []analysis.PackageFact
	for _, f := range facts {
		all = append(all, analysis.PackageFact{Package: types.NewPackage(f.Own.Path, "p"), Fact: f})
	}
	return Gather(all, pkg, func(f analysis.Fact) (*Bundle, bool) {
		b, ok := f.(*fact)
		return &b.Bundle, ok
	})
}

// TestHandedOn has a package that imports one which imports two others, one of them a
// dependency: it learns of what the user's says, not of the other.
func TestHandedOn(t *testing.T) {
	user, dependency := pack(t, "user", "a", true, nil), pack(t, "dependency", "b", false, nil)
	middle := types.NewPackage("middle", "middle")
	between := pack(t, "middle", "c", true, gather(middle, user, dependency))
	got := Decode[string](gather(types.NewPackage("top", "top"), between))
	if len(got) != 2 || *got["user"] != "a" || *got["middle"] != "c" {
		t.Errorf("got %v", got)
	}
}

// TestMeeting has an entry point and an implementation in two packages: they meet in the
// first package that is built of both, and not again above it.
func TestMeeting(t *testing.T) {
	handler := Part{Roots: true, Below: []string{"handler"}}
	store := Part{Implements: true, Below: []string{"store"}}
	parts := map[string]Part{"handler": handler, "store": store}
	if got := Meeting(parts, []string{"handler", "store"}, Part{}); !slices.Equal(got, []string{"handler"}) {
		t.Errorf("where they meet: %q", got)
	}
	parts["both"] = Part{Below: Below(parts, "both", Part{})}
	if got := Meeting(parts, []string{"both"}, Part{}); got != nil {
		t.Errorf("above: %q", got)
	}
	if got := Meeting(parts, []string{"both"}, Part{Implements: true}); !slices.Equal(got, []string{"handler"}) {
		t.Errorf("with another implementation: %q", got)
	}
}
