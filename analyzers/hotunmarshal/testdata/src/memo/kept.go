package memo

import (
	"encoding/json"
	"net/http"

	"github.com/spf13/viper"
)

// A shelf hands out what it is given, whatever its methods are called.
type shelf interface {
	Look(key string) (*config, bool)
	Lay(key string, c *config)
}

// A press only prints.
type press interface {
	Ready(key string) bool
	Stamp(key string, c *config) string
}

type drawer struct{ m map[string]*config }

func (d *drawer) peek(key string) *config      { return d.m[key] }
func (d *drawer) absorb(key string, c *config) { d.m[key] = c }
func (d *drawer) Set(key string, c *config)    {}

// twice hands it on.
func (d *drawer) twice(key string, c *config) { d.absorb(key, c) }

type keeper struct {
	shelf  shelf
	press  press
	drawer *drawer
}

func (k *keeper) byType() *config {
	if c, ok := k.shelf.Look("a"); ok {
		return c
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("a")), c)
	k.shelf.Lay("a", c)
	return c
}

func (k *keeper) byBody() *config {
	if c := k.drawer.peek("b"); c != nil {
		return c
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("b")), c)
	k.drawer.absorb("b", c)
	return c
}

func (k *keeper) below() *config {
	if c := k.drawer.peek("c"); c != nil {
		return c
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("c")), c)
	k.drawer.twice("c", c)
	return c
}

// named keeps nothing, though its name says so.
func (k *keeper) named() *config {
	if c := k.drawer.peek("d"); c != nil {
		return c
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("d")), c) // want `json.Unmarshal decodes what does not depend on the request`
	k.drawer.Set("d", c)
	return c
}

// printed is given to what makes something else of it.
func (k *keeper) printed() string {
	if !k.press.Ready("e") {
		return ""
	}
	c := new(config)
	json.Unmarshal([]byte(viper.GetString("e")), c) // want `json.Unmarshal decodes what does not depend on the request`
	return k.press.Stamp("e", c)
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.byType()
	k.byBody()
	k.below()
	k.named()
	k.printed()
}

// A vault says by an error that it has nothing.
type vault interface {
	Fetch(key string, into any) error
	Lay(key string, v any) error
}

type holder struct{ vault, other vault }

func (h *holder) byError() (*config, error) {
	c := new(config)
	if err := h.vault.Fetch("a", c); err == nil {
		return c, nil
	}
	if err := json.Unmarshal([]byte(viper.GetString("a")), c); err != nil {
		return nil, err
	}
	return c, h.vault.Lay("a", c)
}

// elsewhere asks one and gives to the other.
func (h *holder) elsewhere() (*config, error) {
	c := new(config)
	if err := h.vault.Fetch("b", c); err == nil {
		return c, nil
	}
	if err := json.Unmarshal([]byte(viper.GetString("b")), c); err != nil { // want `json.Unmarshal decodes what does not depend on the request`
		return nil, err
	}
	return c, h.other.Lay("b", c)
}

// never gives it to any.
func (h *holder) never() (*config, error) {
	c := new(config)
	if err := h.vault.Fetch("c", c); err == nil {
		return c, nil
	}
	return c, json.Unmarshal([]byte(viper.GetString("c")), c) // want `json.Unmarshal decodes what does not depend on the request`
}

func (h *holder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.byError()
	h.elsewhere()
	h.never()
}
