#include <stdlib.h>
#include <string.h>

typedef unsigned char xmlChar;
typedef struct xmlNode { const char *text; } xmlNode;

static xmlNode lib_node = {"the text of a node"};
static xmlNode *lib_first(void) { return &lib_node; }
static xmlChar *xmlXPathCastNodeToString(xmlNode *n) { return (xmlChar *)strdup(n->text); }
static void xmlFree(void *p) { free(p); }
