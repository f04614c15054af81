package request

import (
	"encoding/json"
	"net/http"
)

type idForm struct{ Token string }

type idBinder interface {
	Bind(r *http.Request, dst any) error
}

type idTokens struct{ binder idBinder }

// fill hands on the address of a variable that holds a pointer.
func (t *idTokens) fill(r *http.Request, dst any) error { return t.binder.Bind(r, &dst) }

func (t *idTokens) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := idForm{Token: "{}"}
	if err := t.fill(r, &f); err != nil {
		return
	}
	var claims map[string]string
	json.Unmarshal([]byte(f.Token), &claims) // of the request, written through both pointers
}
