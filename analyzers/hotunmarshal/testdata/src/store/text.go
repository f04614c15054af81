package store

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
)

// item fills itself from a text.
type item struct {
	ID    int
	Key   string
	Value string
}

func (i *item) fill(text []byte) {
	in := &item{}
	_ = json.Unmarshal(text, in)
	i.ID, i.Key, i.Value = in.ID, in.Key, in.Value
}

func (i *item) text() string {
	text, _ := json.Marshal(i)
	return string(text)
}

type texts interface {
	GetString(key string) (string, bool, error)
	SetString(key, value string) error
}

type held struct{ texts texts }

type configRepo struct{ held *held }

type configs interface {
	GetConfigByKey(key string) (*item, error)
}

func (r configRepo) GetConfigByKey(key string) (i *item, err error) {
	cacheKey := "config:key:" + key
	text, exist, err := r.held.texts.GetString(cacheKey)
	if err == nil && exist && len(text) > 0 {
		i = &item{}
		i.fill([]byte(text)) // want `json.Unmarshal decodes a setting`
		if i.ID > 0 {
			return i, nil
		}
	}
	i = &item{}
	if err := r.held.texts.SetString(cacheKey, i.text()); err != nil {
		return nil, err
	}
	return i, nil
}

type configService struct{ repo configs }

func (s *configService) value(key string) (string, error) {
	i, err := s.repo.GetConfigByKey(key)
	if err != nil {
		return "", err
	}
	return i.Value, nil
}

func (s *configService) mail(c echo.Context) error {
	_, err := s.value("mail.config")
	return err
}
