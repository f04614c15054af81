#include <stdlib.h>
#include <string.h>

typedef struct sqlite3_stmt { const char *sql; } sqlite3_stmt;

static sqlite3_stmt lib_stmt = {"SELECT * FROM t WHERE name = 'expanded'"};
static sqlite3_stmt *lib_prepared(void) { return &lib_stmt; }
static char *sqlite3_expanded_sql(sqlite3_stmt *s) { return strdup(s->sql); }
static void sqlite3_free(void *p) { free(p); }
