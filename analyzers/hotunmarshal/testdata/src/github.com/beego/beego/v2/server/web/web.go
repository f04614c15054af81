// Package web stands for github.com/beego/beego/v2/server/web.
package web

type Input struct{ RequestBody []byte }

type Context struct{ Input *Input }

type Controller struct{ Ctx *Context }

func (c *Controller) Finish() {}
