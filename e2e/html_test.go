package e2e

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// probe is what the test adds to the page: it uses the page as a person would, and leaves
// what it saw.
const probe = `<script>
"use strict";
(() => {
	const count = () => document.querySelectorAll("article:not([hidden])").length;
	const key = (key, target) => (target || document.body).dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
	const background = () => getComputedStyle(document.body).backgroundColor;
	const saw = {all: count(), pictures: document.querySelectorAll("article .lanes .crash").length};
	const rule = document.getElementById("by-rule"), search = document.getElementById("search");
	rule.value = "maprace/parallel-write";
	rule.dispatchEvent(new Event("change"));
	saw.selected = count();
	document.querySelector('button[data-value="maprace/parallel-read"]').click();
	saw.clicked = count();
	key("Escape");
	saw.escaped = count();
	key("/");
	saw.searching = document.activeElement === search;
	search.value = "HMQ-126";
	search.dispatchEvent(new Event("input"));
	saw.searched = count();
	key("Escape", search);
	key("j");
	key("j", document.activeElement);
	saw.at = [...document.querySelectorAll("article")].indexOf(document.activeElement);
	key("k", document.activeElement);
	saw.back = [...document.querySelectorAll("article")].indexOf(document.activeElement);
	const before = background();
	document.getElementById("theme").click();
	document.querySelector("article a[href^='#about-']").click();
	saw.about = document.querySelector("details[open]").textContent;
	saw.themes = before !== background();
	saw.sideways = document.documentElement.scrollWidth - innerWidth;
	saw.width = innerWidth;
	const out = document.createElement("pre");
	out.id = "saw";
	out.textContent = JSON.stringify(saw);
	document.body.append(out);
})();
</script>`

// The report works in a real browser: without errors and without the network, wide and narrow;
// filters, search and keys do what they say.
func TestHTML(t *testing.T) {
	out, err := incidents()
	if err != nil {
		t.Fatal(err)
	}
	if outside := regexp.MustCompile(`(src|href)="https?:`).FindString(out.files["html"]); outside != "" {
		t.Errorf("the page needs the network: %s", outside)
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium: install Debian's package chromium")
	}
	page := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(page, []byte(strings.Replace(out.files["html"], "</body>", probe+"</body>", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	rules := make(map[string]int)
	for _, f := range out.found {
		rules[f.Rule]++
	}
	saved := regexp.MustCompile(`(?s)<pre id="saw">(.*?)</pre>`)
	for _, width := range []string{"1200", "500"} {
		res := place{dir: t.TempDir()}.run(t, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
			"--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--window-size="+width+",900", "--dump-dom", "file://"+page)
		m := saved.FindStringSubmatch(res.stdout)
		if m == nil {
			t.Fatalf("the page did not come to its end: exit %d\n%s", res.code, res.stderr)
		}
		var saw struct {
			All, Pictures, Selected, Clicked, Escaped, Searched, At, Back, Sideways, Width int
			Searching, Themes                                                              bool
			About                                                                          string
		}
		if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &saw); err != nil {
			t.Fatal(err)
		}
		n := len(out.found)
		if saw.All != n || saw.Pictures != n || saw.Escaped != n {
			t.Errorf("%d findings with %d pictures, %d after Escape; want %d: %+v", saw.All, saw.Pictures, saw.Escaped, n, saw)
		}
		if saw.Selected != rules["maprace/parallel-write"] || saw.Clicked != rules["maprace/parallel-read"] || saw.Selected == n || saw.Clicked == n {
			t.Errorf("the filters show %d and %d findings; want %v", saw.Selected, saw.Clicked, rules)
		}
		if !saw.Searching || saw.Searched == 0 || saw.Searched == n || saw.At != 1 || saw.Back != 0 || !saw.Themes {
			t.Errorf("search, keys or themes do not work: %+v", saw)
		}
		if !strings.Contains(saw.About, "WRONG") || !strings.Contains(saw.About, "What it cannot see") {
			t.Errorf("a finding leads to this about its rule: %q", saw.About)
		}
		if saw.Sideways > 0 {
			t.Errorf("one has to scroll sideways by %d at a width of %d", saw.Sideways, saw.Width)
		}
		for line := range strings.Lines(res.stderr) {
			if strings.Contains(line, "CONSOLE") {
				t.Errorf("the console has: %s", line)
			}
		}
	}
}
