#include <stdlib.h>
#include <string.h>

/* Reads the path, as dlopen does; it keeps nothing. */
static void *lib_dlopen(const char *path, int flags) {
	return strlen(path) + (size_t)flags > 0 ? (void *)"handle" : NULL;
}
