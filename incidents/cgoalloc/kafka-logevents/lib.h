#include <stdlib.h>

typedef struct rd_kafka_event_t { int type; char log[200]; } rd_kafka_event_t;

static rd_kafka_event_t *lib_event(int type) {
	rd_kafka_event_t *e = calloc(1, sizeof *e);
	e->type = type;
	return e;
}
static int rd_kafka_event_type(rd_kafka_event_t *e) { return e->type; }
static void rd_kafka_event_destroy(rd_kafka_event_t *e) { free(e); }
