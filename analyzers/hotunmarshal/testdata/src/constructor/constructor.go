// Package constructor makes what is costly in handlers; what is small is reported with
// the flag only.
package constructor

import (
	"embed"
	"html/template"
	"net/http"
	"regexp"
	texts "text/template"
)

//go:embed constructor.go
var files embed.FS

var name = regexp.MustCompile(`^\w+$`)

func pattern(w http.ResponseWriter, r *http.Request) {
	re := regexp.MustCompile(`^[a-z]+$`) // want `regexp.MustCompile compiles what does not depend on the request, each time constructor.pattern \(constructor.go:18\) runs: compile it once, in a package variable`
	if !re.MatchString(r.URL.Path) || !name.MatchString(r.URL.Path) {
		return
	}
	regexp.MustCompile("^" + regexp.QuoteMeta(r.URL.Path)) // of the request
	matches("^x+$", r.URL.Path)                            // want `regexp.Compile compiles what`
}

func matches(expr, s string) bool {
	re, err := regexp.Compile(expr)
	return err == nil && re.MatchString(s)
}

func page(w http.ResponseWriter, r *http.Request) {
	t, err := template.ParseFiles("page.html", "base.html") // want `template.ParseFiles parses what does not depend on the request, each time constructor.page .* it comes from template.ParseFiles.*: parse it once, at start or with sync.OnceValues`
	if err != nil {
		return
	}
	t.Execute(w, r.URL.Path)
	texts.Must(texts.ParseFS(files, "*.go")).Execute(w, nil)    // want `template.ParseFS parses 2 kB`
	texts.Must(texts.New("x").Parse("{{.}}")).Execute(w, r.URL) // want `template.Template.Parse parses what`
}

func chosen(w http.ResponseWriter, r *http.Request) {
	t, err := template.ParseFiles("pages/" + r.PathValue("page"))
	if err == nil {
		t.Execute(w, nil)
	}
}
