#include <stdlib.h>
#include <string.h>

static unsigned char *sqlite3_serialize(const char *schema, long long *size) {
	unsigned char *p = malloc(4096);
	memset(p, schema[0], 4096);
	*size = 4096;
	return p;
}
static void sqlite3_free(void *p) { free(p); }
