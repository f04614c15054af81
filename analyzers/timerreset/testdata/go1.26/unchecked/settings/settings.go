// Package settings has settings with defaults, which its importers decode.
package settings

// Redis has the settings of a client.
type Redis struct {
	KeepAlive int `toml:"keep_alive"`
}

// New returns the defaults.
func New() Redis { return Redis{KeepAlive: 30} }
