// Package hotunmarshal defines an analyzer that reports decodes that run per
// request and whose input does not depend on the request.
//
// # Analyzer hotunmarshal
//
// hotunmarshal: report decodes per request of what does not depend on the request
//
// # The incident
//
// A service was slow, and its profile showed why: each request decoded the same
// very large configuration value again. The cure was to decode it in the
// background, whenever it changed, and to keep the result in an atomic.Value:
//
//	WRONG
//		func (s *Server) rules(w http.ResponseWriter, r *http.Request) {
//			raw, _ := os.ReadFile("rules.json")
//			var rules []Rule
//			json.Unmarshal(raw, &rules)     // the same for each request
//			...
//
//	RIGHT
//		var rules atomic.Pointer[[]Rule]        // set at start and when the file changes
//
//		func (s *Server) rules(w http.ResponseWriter, r *http.Request) {
//			rules := *rules.Load()
//			...
//
// # Reports when
//
// A decoder (encoding/json, yaml, toml, xml, gob, protojson, jsoniter, sonic and
// others, and functions that call one) runs in a handler or below, and what it
// decodes is configuration:
//
//   - a constant, an embedded file, a file or environment variable whose name
//     does not depend on the request
//   - a field or variable that is set when the service starts
//   - what a configuration client has for a constant key: viper, koanf, agollo,
//     nacos, consul, the settings of a plugin, Vault's storage
//   - what any other store has for a constant key, if its name or the key says
//     that it is a setting
//
// Handlers are those of net/http and the frameworks upon it, gin, echo, fiber,
// chi, fasthttp, hertz, gRPC, connect, twirp, kitex, go-kit, go-zero, kratos, beego,
// goframe, iris, gqlgen, net/rpc, JSON-RPC (gorilla, go-ethereum), Lambda, Grafana, Vault, admission webhooks and others, loops that
// accept connections or read packets,
// callbacks of TLS and of connections, http.RoundTripper, and the consumers of queues:
// the callbacks, and in a loop that waits for messages, what is in the loop. The decode
// may be several calls away, in another package or behind an interface: then it is
// reported where the last piece of evidence comes in, at the latest with the main
// package, at the decode. go vet shows one that packages side by side lead to once
// for each of them, with its own handler; the command shows it once.
//
// So is what is made of such a text and costs more than a decode: templates that are parsed
// from files, certificates, keys and sets of keys, clients and pools, regular expressions in
// a loop, JSON schemas, CEL, Rego, jq and Lua.
//
// A memo that does not work has a message of its own: the check tests a place that
// nobody writes to, or comes when the decode is done; the place is set only when it fails;
// its key is another each time; nothing is young enough; the place, or the sync.Once, is in
// an object that each request makes for itself. So has a text that the program
// itself encoded just before, and one that a cache holds: the cache should hold
// the value. The message begins with the size of a large constant or embedded file, and
// tells about how long its decoder takes (measured on another machine), the number of
// fields of a broad target, a loop, and the path of the request where it is registered.
//
// # Stays silent when
//
// The input depends on the request in any part: bodies, parameters, headers,
// cookies, sessions, rows by the id of a user, replies of other services. Where the
// request chooses one of several values, by key, index, comparison or condition. Where a memo
// works: a nil check, sync.Once, an atomic, a map by key, a comparison of
// versions. Where the decoded value is changed for the request, or grows in it, or is
// changed by what may differ and encoded again, or stored again, or the text is on its way to a store.
// Where the decoded value is an array of numbers, such as a key. Where anything is not
// known. Where the way leads through a function that restarts, migrates, restores or
// changes settings, or a fake or mock, or where a function may keep the outcome, or call
// another later, or an entry point serves administrators, each by its name, the confidence
// is byname, which the default does not show. What a generator wrote is reported at the last call on the way that somebody wrote.
//
// # How to fix
//
// Decode once. What never changes belongs in a package variable made by
// sync.OnceValues; what changes rarely into an atomic.Pointer that is set where
// the change is noticed, or by a goroutine with a ticker:
//
//	var rules atomic.Pointer[[]Rule]
//
//	func load() error {
//		raw, err := os.ReadFile("rules.json")
//		if err != nil {
//			return err
//		}
//		var r []Rule
//		if err := json.Unmarshal(raw, &r); err != nil {
//			return err
//		}
//		rules.Store(&r)
//		return nil
//	}
//
//	func refresh(ctx context.Context, every time.Duration) {
//		t := time.NewTicker(every)
//		defer t.Stop()
//		for {
//			select {
//			case <-ctx.Done():
//				return
//			case <-t.C:
//				if err := load(); err != nil {
//					log.Print(err) // the old rules stay
//				}
//			}
//		}
//	}
//
//	func main() {
//		if err := load(); err != nil {
//			log.Fatal(err)
//		}
//		go refresh(context.Background(), time.Minute)
//		...
//
// Those who read must not change what they share.
//
// # Flags
//
//   - keyed: also report one of a fixed set of values, chosen by the request
//   - cold: report like all else what is rarely requested: administration, installation,
//     what a SettingsController or its kind serves, by the names of functions and
//     types, and by the path if they are registered in their own package; without it,
//     the confidence is byname
//   - indirect: also report rows of a store that may be settings
//   - confidence: report findings of this confidence and above: proven, inferred
//     (default) or byname, for which a name on the way speaks against it
//   - constructors: also report small texts that are compiled or parsed per request:
//     regular expressions outside of loops, templates that are constants
//   - entries: full names of further functions that run per request,
//     comma-separated, such as (*example.com/app.Worker).Handle
//   - sources: full names of further functions whose results are configuration,
//     comma-separated, such as example.com/app/settings.Get
//   - profile: a CPU or heap profile of pprof, or auto for the main package's
//     default.pgo: a finding tells its share ("4.2 % of CPU below this line"), and
//     the hottest come first. go vet by itself notices another profile of the same
//     name only if it ends in .pprof, .prof or .pgo and lies in the folder that go
//     vet is started in; the command always does
//   - min-share: with profile, leave out findings below this share, in percent;
//     without it, no samples hide nothing
//   - min-size: leave out constants and embedded files that are smaller, in bytes; what is
//     read when the program runs has no known size, and stays
//   - generated: also report in generated files
//
// # Known limits
//
// Values are not followed through channels, nor through fields that change as
// the service runs. A row of a table is a setting only by name and constant key.
package hotunmarshal
