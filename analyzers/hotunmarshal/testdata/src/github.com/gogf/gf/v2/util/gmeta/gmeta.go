// Package gmeta stands for github.com/gogf/gf/v2/util/gmeta.
package gmeta

type Meta struct{}
