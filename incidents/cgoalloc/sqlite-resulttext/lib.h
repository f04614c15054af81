#include <stdlib.h>
#include <string.h>

typedef struct sqlite3_context { char *text; void (*destroy)(void *); } sqlite3_context;

static sqlite3_context lib_ctx;
static sqlite3_context *lib_context(void) { return &lib_ctx; }
static void sqlite3_result_text(sqlite3_context *c, char *s, int n, void (*destroy)(void *)) {
	c->text = s;
	c->destroy = destroy;
}
static void lib_finish(sqlite3_context *c) {
	if (c->text) c->destroy(c->text);
	c->text = NULL;
}
