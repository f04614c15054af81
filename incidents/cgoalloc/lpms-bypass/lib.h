#include <stdlib.h>
#include <string.h>

static int lib_needs_bypass(const char *name) { return strlen(name) > 100; }
static int lib_transcode(const char *name) { return name[0] == 0; }
