// Package gin stands for the framework.
package gin

// A Context is made for each request.
type Context struct{}

// Query returns a parameter.
func (c *Context) Query(string) string { return "" }

// An Engine calls handlers.
type Engine struct{}

// GET registers a handler.
func (e *Engine) GET(string, func(*Context)) {}
