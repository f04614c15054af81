-- What the test has Neovim do: open a file, wait for its diagnostics, look at the actions,
-- apply the fix, save, and wait until nothing is left. Each result is a line of JSON.
local tool, file = vim.env.TOOL, vim.env.FILE
local function say(value) io.stdout:write(vim.fn.json_encode(value) .. "\n") end
local client = vim.lsp.start_client({ cmd = { tool, "lsp" }, root_dir = vim.fn.fnamemodify(file, ":h") })
vim.cmd("edit " .. file)
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, client)
local function count() return #vim.diagnostic.get(buffer) end
vim.wait(120000, function() return count() > 0 end, 50)
local first = vim.diagnostic.get(buffer)[1] or {}
local lsp = first.user_data and first.user_data.lsp or {}
say({ count = count(), line = first.lnum, message = first.message, code = lsp.code, page = (lsp.codeDescription or {}).href, related = #(lsp.relatedInformation or {}) })
local params = {
	textDocument = { uri = vim.uri_from_bufnr(buffer) },
	range = { start = { line = first.lnum or 0, character = 0 }, ["end"] = { line = first.lnum or 0, character = 0 } },
	context = { diagnostics = {} },
}
local answer = vim.lsp.get_client_by_id(client).request_sync("textDocument/codeAction", params, 60000, buffer)
local titles = {}
for _, action in ipairs(answer.result) do table.insert(titles, action.title) end
say({ titles = titles, suppress = answer.result[#answer.result].edit })
vim.lsp.util.apply_workspace_edit(answer.result[1].edit, "utf-16")
vim.cmd("write")
vim.wait(120000, function() return count() == 0 end, 50)
say({ count = count(), text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") })
vim.lsp.stop_client(client)
vim.wait(2000, function() return vim.lsp.client_is_stopped(client) end, 50)
vim.cmd("qall!")
