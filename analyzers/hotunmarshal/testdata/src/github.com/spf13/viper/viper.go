// Package viper is a stub of the real one.
package viper

import "io"

type Viper struct{}

func New() *Viper { return new(Viper) }

func (*Viper) SetConfigFile(name string) {}

func (*Viper) ReadInConfig() error { return nil }

func (*Viper) ReadConfig(in io.Reader) error { return nil }

func (*Viper) Unmarshal(v any) error { return nil }

func GetString(key string) string               { return "" }
func UnmarshalKey(key string, rawVal any) error { return nil }
