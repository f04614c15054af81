package lsp

// The parts of the Language Server Protocol 3.17 that the server speaks
// (https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/).
type (
	initializeResult struct {
		Capabilities capabilities      `json:"capabilities"`
		ServerInfo   map[string]string `json:"serverInfo"`
	}
	capabilities struct {
		TextDocumentSync   syncOptions   `json:"textDocumentSync"`
		CodeActionProvider actionOptions `json:"codeActionProvider"`
	}
	syncOptions struct {
		OpenClose bool `json:"openClose"`
		Change    int  `json:"change"` // 0: findings are of what is saved
		Save      bool `json:"save"`
	}
	actionOptions struct {
		CodeActionKinds []string `json:"codeActionKinds"`
	}
	documentParams struct {
		TextDocument struct {
			URI string `json:"uri"`
		} `json:"textDocument"`
	}
	actionParams struct {
		documentParams
		Range lspRange `json:"range"`
	}
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"` // in UTF-16 units
	}
	lspRange struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	location struct {
		URI   string   `json:"uri"`
		Range lspRange `json:"range"`
	}
	diagnostic struct {
		Range              lspRange  `json:"range"`
		Severity           int       `json:"severity"`
		Code               string    `json:"code"`
		CodeDescription    *codePage `json:"codeDescription,omitempty"`
		Source             string    `json:"source"`
		Message            string    `json:"message"`
		RelatedInformation []related `json:"relatedInformation,omitempty"`
	}
	codePage struct {
		Href string `json:"href"`
	}
	related struct {
		Location location `json:"location"`
		Message  string   `json:"message"`
	}
	publishParams struct {
		URI         string       `json:"uri"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	textEdit struct {
		Range   lspRange `json:"range"`
		NewText string   `json:"newText"`
	}
	workspaceEdit struct {
		Changes map[string][]textEdit `json:"changes"`
	}
	codeAction struct {
		Title       string        `json:"title"`
		Kind        string        `json:"kind"`
		Diagnostics []diagnostic  `json:"diagnostics"`
		IsPreferred bool          `json:"isPreferred,omitempty"`
		Edit        workspaceEdit `json:"edit"`
	}
	messageParams struct {
		Type    int    `json:"type"`
		Message string `json:"message"`
	}
)

// Severities of diagnostics, and the types of messages.
const (
	severityError   = 1
	severityWarning = 2
	severityInfo    = 3
)
