#include <stdlib.h>
#include <string.h>

typedef struct sqlite3 { const char *file; } sqlite3;

static sqlite3 lib_db = {"main.db"};
static sqlite3 *lib_open(void) { return &lib_db; }
static const char *sqlite3_db_filename(sqlite3 *db, const char *schema) {
	return strcmp(schema, "main") ? NULL : db->file;
}
