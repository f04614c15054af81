package request

import (
	"encoding/json"

	"github.com/gin-gonic/gin"
)

// finish is made of a request and then called with it.
type finish struct {
	Text string `json:"text" binding:"required"`
}

func (f *finish) run(c *gin.Context) (v config, err error) {
	err = json.Unmarshal([]byte(f.Text), &v)
	return v, err
}

func (f *finish) serve(c *gin.Context) {
	var v config
	json.Unmarshal([]byte(f.Text), &v)
}

type form struct{ text string }

func (f *form) run(c *gin.Context) (v config, err error) {
	err = json.Unmarshal([]byte(f.text), &v)
	return v, err
}

// serve is called by bind alone, which knows what f holds.
func (f *form) serve(c *gin.Context) {
	var v config
	json.Unmarshal([]byte(f.text), &v)
}

func bind(c *gin.Context) {
	var f finish
	c.ShouldBindJSON(&f)
	f.run(c)
	f.serve(c)
	(&form{f.Text}).run(c)
	(&form{f.Text}).serve(c)
}
