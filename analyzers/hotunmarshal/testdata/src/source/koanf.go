package source

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	files "github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
)

// formats are made by code that nobody knows.
var formats interface {
	YAML() koanf.Parser
	Memory(settings string) koanf.Provider
}

func known(w http.ResponseWriter, r *http.Request) {
	k := koanf.New(".")
	k.Load(files.Provider("rules.yaml"), formats.YAML()) // want `koanf.Koanf.Load decodes what does not depend on the request`
	var c config
	k.Unmarshal("rules", &c) // want `koanf.Koanf.Unmarshal decodes what does not depend on the request`
}

// provided is of a provider that may hold anything.
func provided(w http.ResponseWriter, r *http.Request) {
	koanf.New(".").Load(formats.Memory("settings"), nil)
}

var global = koanf.New(".")

func encoded(w http.ResponseWriter, r *http.Request) {
	raw, _ := global.Marshal(formats.YAML())
	var c config
	json.NewDecoder(bytes.NewReader(raw)).Decode(&c) // want `json.Decoder.Decode decodes what does not depend on the request`
}

func reread(w http.ResponseWriter, r *http.Request) {
	k := koanf.New(".")
	k.Load(files.Provider("rules.yaml"), nil) // want `koanf.Koanf.Load decodes what does not depend on the request`
	var c config
	k.Unmarshal("rules", &c) // want `koanf.Koanf.Unmarshal decodes what does not depend on the request`
}

func sent(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	k := koanf.New(".")
	k.Load(rawbytes.Provider(raw), nil)
	var c config
	k.Unmarshal("rules", &c)
}
