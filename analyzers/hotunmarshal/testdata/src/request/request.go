// Package request decodes what a request brings, or others send.
package request

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/labstack/echo/v4"
	"github.com/spf13/viper"
)

type config struct{ Name, Owner string }

func body(w http.ResponseWriter, r *http.Request) {
	var c config
	json.NewDecoder(r.Body).Decode(&c)
}

func limited(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	var c config
	json.Unmarshal(raw, &c)
	second := []byte(c.Name)
	json.Unmarshal(second, &c) // of the first
}

func header(w http.ResponseWriter, r *http.Request) {
	raw, _ := base64.StdEncoding.DecodeString(r.Header.Get("X-Claims"))
	var c config
	json.Unmarshal(raw, &c)
}

func name(w http.ResponseWriter, r *http.Request) {
	raw, _ := os.ReadFile(filepath.Join("/etc/tenants", r.PathValue("id")))
	var c config
	json.Unmarshal(raw, &c)
}

func key(c echo.Context) error {
	var v config
	return json.Unmarshal([]byte(viper.GetString("tenants."+c.Param("id"))), &v)
}

func bound(c echo.Context) error {
	var in struct{ Text string }
	if err := c.Bind(&in); err != nil {
		return err
	}
	var v config
	return json.Unmarshal([]byte(in.Text), &v)
}

func session(c echo.Context) error {
	var v config
	return json.Unmarshal(c.Get("session-config").([]byte), &v) // a constant key, but of the request
}

func contextual(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	var v config
	json.Unmarshal(r.Context().Value("config").([]byte), &v)
}

func upstream(w http.ResponseWriter, r *http.Request) {
	resp, err := http.Get("https://example.com/config.json")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	var c config
	json.NewDecoder(resp.Body).Decode(&c)
}

func command(w http.ResponseWriter, r *http.Request) {
	out, _ := exec.Command("config").Output()
	var c config
	json.Unmarshal(out, &c)
}

func received(ch chan []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var c config
		json.Unmarshal(<-ch, &c)
	}
}

type conn struct{ in io.Reader }

func (s *conn) stream(w http.ResponseWriter, r *http.Request) {
	var c config
	json.NewDecoder(s.in).Decode(&c) // the next value
}

func mixed(w http.ResponseWriter, r *http.Request) {
	raw := append([]byte(viper.GetString("rules")), r.URL.Path...)
	var c config
	json.Unmarshal(raw, &c)
}

func personal(w http.ResponseWriter, r *http.Request) {
	var c config
	json.Unmarshal([]byte(viper.GetString("template")), &c) // a copy for each request
	c.Owner = r.Header.Get("X-User")
	json.NewEncoder(w).Encode(c)
}
