#include <stdlib.h>
#include <string.h>

typedef struct sqlite3 { int n; } sqlite3;

static sqlite3 lib_db;
static sqlite3 *lib_open(void) { return &lib_db; }
static int sqlite3_load_extension(sqlite3 *db, const char *file, const char *entry, char **message) {
	*message = strdup("cannot open shared object file: no such file or directory");
	return db != NULL && file != NULL && entry == NULL;
}
static void sqlite3_free(void *p) { free(p); }
