// Package echo is a stub of the real one.
package echo

type Context interface {
	Param(name string) string
	Bind(i any) error
	Get(key string) any
}
