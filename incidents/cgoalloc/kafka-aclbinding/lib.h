#include <stdlib.h>
#include <string.h>

typedef struct rd_kafka_AclBinding_t { char *name, *principal; } rd_kafka_AclBinding_t;

static rd_kafka_AclBinding_t *rd_kafka_AclBinding_new(const char *name, const char *principal) {
	rd_kafka_AclBinding_t *b = malloc(sizeof *b);
	b->name = name ? strdup(name) : NULL;
	b->principal = principal ? strdup(principal) : NULL;
	return b;
}
static void rd_kafka_AclBinding_destroy(rd_kafka_AclBinding_t *b) {
	free(b->name);
	free(b->principal);
	free(b);
}
