// Package runtime stands for the one that generated servers bind parameters by.
package runtime

import (
	"net/url"
	"reflect"
)

// BindQueryParameter fills in what dest points to.
func BindQueryParameter(style string, explode, required bool, name string, query url.Values, dest any) error {
	reflect.ValueOf(dest).Elem().SetString(query.Get(name))
	return nil
}
