#include <stdlib.h>

typedef struct sqlite3 { char pages[2048]; } sqlite3;

static int sqlite3_open_v2(const char *name, sqlite3 **db, int flags, const char *vfs) {
	*db = name && flags && !vfs ? calloc(1, sizeof(sqlite3)) : NULL;
	return *db == NULL;
}
static int sqlite3_busy_timeout(sqlite3 *db, int ms) { return db == NULL || ms > 1000; }
static int sqlite3_close_v2(sqlite3 *db) { free(db); return 0; }
