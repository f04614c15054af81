// Package viper is a stub of the real one.
package viper

func GetString(key string) string               { return "" }
func UnmarshalKey(key string, rawVal any) error { return nil }
