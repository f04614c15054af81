#include <stdlib.h>
#include <string.h>

typedef unsigned char xmlChar;

static int xmlC14NDocDumpMemory(void *doc, void *nodes, int mode, xmlChar **prefixes, int comments, xmlChar **out) {
	*out = (xmlChar *)strdup("<canonical>a document of some length</canonical>");
	return doc || nodes || prefixes || comments ? -1 : (int)strlen((char *)*out) + mode;
}
static void xmlFree(void *p) { free(p); }
