// Package jwk stands for github.com/lestrrat-go/jwx/v2/jwk.
package jwk

type Set interface{ Len() int }

type ParseOption interface{}

func Parse(src []byte, options ...ParseOption) (Set, error) { return nil, nil }
