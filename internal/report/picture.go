package report

import (
	"encoding/json"
	"mime"
)

// A Picture is what there is to draw of a finding. It travels with the tag to the command,
// which is who draws.
type Picture struct {
	Self  string `json:"self,omitempty"`  // the kind of the finding's own place
	Lanes []Lane `json:"lanes,omitempty"` // goroutines that meet
	Roles []Role `json:"roles,omitempty"` // of the related places, in their order
	// Parked is what a finding about a frame counts.
	Parked *Parked `json:"parked,omitempty"`
}

// Parked is what the message of a finding about a frame says beside the objects of the frame
// itself, so that who knows these better can word it again.
type Parked struct {
	Text                    string // up to the counts
	Frames                  int    // on the way, if their objects count, too
	OtherReached, OtherObjs int    // in the others of these
	Recursive               bool   // the frame calls itself
}

// A Lane is a goroutine.
type Lane struct {
	Name  string   `json:"name"`
	Holds []string `json:"holds,omitempty"` // locks, at its access
}

// A Role is what a related place is in the story.
type Role struct {
	Lane  int    `json:"lane,omitempty"` // of Lanes, by index
	Kind  string `json:"kind"`
	Bytes int    `json:"bytes,omitempty"` // size of an object
}

// The kinds of places.
const (
	KindStart     = "start"     // a goroutine
	KindCall      = "call"      //
	KindAccess    = "access"    // of the memory in question
	KindAlloc     = "alloc"     // where memory begins to live
	KindFault     = "fault"     // what goes wrong
	KindPark      = "park"      // where a goroutine waits
	KindReached   = "reached"   // an object that pointers lead to
	KindUnreached = "unreached" // one that the collector looks at all the same
	KindNote      = "note"      // a remark
)

// ForCommand is set for the command, which can use more than a person who reads go vet's
// output: pictures, and findings that a directive covers until some day, as a cache does not
// know which day it is.
var ForCommand bool

// category returns the category of a finding: its tag, and for the command its picture.
func (f *Finding) category() string {
	if !ForCommand || len(f.Picture.Roles)+len(f.Picture.Lanes) == 0 && f.Picture.Self == "" && f.Picture.Parked == nil {
		return f.Tag.String()
	}
	return f.Tag.With(f.Picture)
}

// With returns the category of a finding with a tag and a picture.
func (t Tag) With(p Picture) string {
	data, err := json.Marshal(p)
	if err != nil {
		return t.String() // strings and numbers have no error
	}
	params := t.params()
	params["picture"] = string(data)
	return mime.FormatMediaType(t.Rule, params)
}

// ParsePicture returns the picture in a category, an empty one if there is none.
func ParsePicture(category string) Picture {
	var p Picture
	if _, params, err := mime.ParseMediaType(category); err == nil {
		if json.Unmarshal([]byte(params["picture"]), &p) != nil {
			return Picture{}
		}
	}
	return p
}
