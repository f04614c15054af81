package report

import (
	"reflect"
	"testing"
)

func TestTag(t *testing.T) {
	for want, tag := range map[string]Tag{
		"maprace/unguarded-read; confidence=inferred":                                              {Rule: "maprace/unguarded-read", Confidence: Inferred},
		"hotunmarshal/lost-cache; confidence=proven; share=4.2":                                    {Rule: "hotunmarshal/lost-cache", Confidence: Proven, Share: 4.2},
		"stackptr/heavy-frame; candidate=true; confidence=proven; package=\"example.com/ü \\\"a\"": {Rule: "stackptr/heavy-frame", Confidence: Proven, Candidate: true, Package: "example.com/\" a"},
	} {
		if tag.Package != "" {
			want = tag.String() // how it is quoted is not ours
		}
		if got := tag.String(); got != want {
			t.Errorf("String of %+v = %q, want %q", tag, got, want)
		}
		if got, ok := ParseTag(want); !ok || got != tag {
			t.Errorf("ParseTag(%q) = %+v, %v; want %+v", want, got, ok, tag)
		}
	}
	for _, category := range []string{"", "unit", CategoryFailure, "a/b; confidence=certain", "a/b; confidence=proven; share=much", "a/b; ="} {
		if tag, ok := ParseTag(category); ok {
			t.Errorf("ParseTag(%q) = %+v, want none", category, tag)
		}
	}
}

// A picture travels in the category, beside the tag, for the command.
func TestPicture(t *testing.T) {
	f := Finding{Tag: Tag{Rule: "maprace/parallel-read", Confidence: Proven}, Picture: Picture{
		Lanes: []Lane{{"a \"goroutine\" started at ü.go:3", []string{"s.mu"}}, {Name: "b"}},
		Roles: []Role{{0, KindStart, 0}, {1, KindAccess, 8}},
	}}
	if got := f.category(); got != f.Tag.String() {
		t.Errorf("category %q without a command", got)
	}
	ForCommand = true
	defer func() { ForCommand = false }()
	category := f.category()
	if got, ok := ParseTag(category); !ok || got != f.Tag {
		t.Errorf("tag of %q: %+v, %v", category, got, ok)
	}
	if got := ParsePicture(category); !reflect.DeepEqual(got, f.Picture) {
		t.Errorf("picture of %q: %+v", category, got)
	}
	for _, category := range []string{"", "a/b; picture=\"{\""} {
		if got := ParsePicture(category); !reflect.DeepEqual(got, Picture{}) {
			t.Errorf("picture of %q: %+v", category, got)
		}
	}
}

func TestChoice(t *testing.T) {
	var c Choice
	if err := c.Set("maprace/unguarded-read, cgoalloc"); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"maprace/unguarded-read": true, "maprace/unguarded-write": false, "cgoalloc/double-free": true} {
		if c.Has(id) != want {
			t.Errorf("Has(%q) = %v", id, !want)
		}
	}
	if err := c.Set("a,,b"); err == nil {
		t.Error("no error for an empty name")
	}
	if err := c.Set(""); err != nil || c.String() != "" {
		t.Errorf("after Set of nothing: %v, %q", err, c.String())
	}
}
