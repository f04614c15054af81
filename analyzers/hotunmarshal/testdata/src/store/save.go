package store

import (
	"context"
	"encoding/json"

	"github.com/labstack/echo/v4"
)

// templates are kept as texts.
type templates struct {
	d    SettingDriver
	show func(text string) error
	keep interface{ SaveText(text string) error }
}

// unwrap takes off what is around a text.
func unwrap(text string) string {
	var v struct{ Inner json.RawMessage }
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return text
	}
	return string(v.Inner)
}

func (t *templates) healed(c echo.Context) error {
	text := unwrap(t.d.Get("template")) // is stored
	return t.keep.SaveText(text)
}

func (t *templates) shown(c echo.Context) error {
	text := unwrap(t.d.Get("template")) // want `decodes a setting`
	return t.show(text)
}

// saveTemplate stores what it has looked at.
func (t *templates) saveTemplate(text string) error {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return err
	}
	return t.keep.SaveText(text)
}

func (t *templates) reset(c echo.Context) error {
	return t.saveTemplate(t.d.Get("default_template"))
}

func (t *templates) restart() (v any, err error) {
	err = json.Unmarshal([]byte(t.d.Get("template")), &v) // now and then
	return v, err
}

func (t *templates) restarted(c echo.Context) error {
	_, err := t.restart()
	return err
}

func (t *templates) upsertConfig(text string) error {
	old, err := t.current() // now and then, to compare
	if err == nil && text == old {
		return nil
	}
	return t.keep.SaveText(text)
}

func (t *templates) current() (old string, err error) {
	err = json.Unmarshal([]byte(t.d.Get("config")), &old)
	return old, err
}

func (t *templates) changed(c echo.Context) error { return t.upsertConfig(c.Param("config")) }

// updateConfig is an entry point that is seldom asked for.
func (t *templates) updateConfig(c echo.Context) error {
	_, err := t.current()
	return err
}

type settingsController struct{ t *templates }

// shown is for administrators.
func (s *settingsController) shown(c echo.Context) error {
	_, err := s.t.listed()
	return err
}

func (t *templates) listed() (old string, err error) {
	err = json.Unmarshal([]byte(t.d.Get("config")), &old)
	return old, err
}

// combined builds a configuration of its own from what is set.
func (t *templates) combined(c echo.Context) error {
	var config struct {
		Inputs, Outputs []string
	}
	if err := json.Unmarshal([]byte(t.d.Get("template")), &config); err != nil {
		return err
	}
	config.Inputs = append(config.Inputs, hosts()...)
	return t.show(config.Inputs[0])
}

func hosts() []string { return nil }

type grants struct{ d SettingDriver }

func (g *grants) stored() (map[string][]string, error) {
	all := make(map[string][]string)
	err := json.Unmarshal([]byte(g.d.Get("grants_config")), &all)
	return all, err
}

func (g *grants) updateGrants(map[string][]string) error { return nil }

// dropped changes what it has read and writes it back.
func (g *grants) dropped(c echo.Context) error {
	all, err := g.stored()
	if err != nil || all == nil {
		return err
	}
	delete(all, "a")
	return g.updateGrants(all)
}

type roles struct{ d SettingDriver }

func (g *roles) stored() (map[string][]string, error) {
	all := make(map[string][]string)
	err := json.Unmarshal([]byte(g.d.Get("roles_config")), &all) // want `refreshed in the background`
	return all, err
}

func (g *roles) updateRoles(map[string][]string) error { return nil }

// copied hands on what it has read, which is no memo.
func (g *roles) copied(c echo.Context) error {
	all, err := g.stored()
	if err != nil || all == nil {
		return err
	}
	return g.updateRoles(all)
}

type setting struct{ Value string }

type note struct{ Text, Folder string }

type database struct{}

func (*database) FindSetting(name string) (*setting, error)   { return lookSetting(name) }
func (*database) CreateNote(_ context.Context, n *note) error { return nil }
func (*database) SetSetting(s *setting) error                 { return nil }

func lookSetting(name string) (*setting, error) { return found(name), nil }

var found func(name string) *setting

type notes struct{ db *database }

// add creates what is not a setting, in the store that has the settings.
func (n *notes) add(c echo.Context) error {
	made := &note{Text: c.Param("text")}
	row, err := n.db.FindSetting("folder_config")
	if err != nil {
		return err
	}
	if row != nil {
		folder := ""
		if err := json.Unmarshal([]byte(row.Value), &folder); err != nil { // want `decodes a setting`
			return err
		}
		made.Folder = folder
	}
	if err := n.db.CreateNote(context.Background(), made); err != nil {
		return err
	}
	return n.createActivity(c, made)
}

func (n *notes) createActivity(c echo.Context, made *note) error { return nil }
