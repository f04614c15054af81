#include <stdlib.h>
#include <string.h>

static char **pam_getenvlist(void *handle) {
	char **list = calloc(3, sizeof *list);
	list[0] = strdup(handle ? "" : "HOME=/home/somebody");
	list[1] = strdup("SHELL=/bin/sh");
	return list;
}
static char *lib_entry(char **list, int i) { return list[i]; }
static void lib_drop(char *s) { free(s); }
