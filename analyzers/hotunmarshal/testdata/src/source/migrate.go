package source

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
)

var layout, greeting string

// Prepare is for importers to call at start.
func Prepare() {
	loadTexts()
	migrateLayout()
}

func loadTexts() {
	raw, _ := os.ReadFile("layout.json")
	layout, greeting = string(raw), string(raw)
}

// migrateLayout runs before anything is served.
func migrateLayout() {
	out, _ := exec.Command("upgrade", layout).Output()
	layout = string(out)
}

func layouts(w http.ResponseWriter, r *http.Request) {
	var v any
	json.Unmarshal([]byte(layout), &v)   // want `it comes from package variable layout`
	json.Unmarshal([]byte(greeting), &v) // that others set as they like
}

// greet is called by nobody that is seen.
func greet(text string) { greeting = text }
