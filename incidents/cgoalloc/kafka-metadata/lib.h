#include <stdlib.h>

typedef struct rd_kafka_metadata { int topic_cnt; char topics[1000]; } rd_kafka_metadata;

static int rd_kafka_metadata_get(int all, const struct rd_kafka_metadata **out) {
	struct rd_kafka_metadata *m = calloc(1, sizeof *m);
	m->topic_cnt = all;
	*out = m;
	return 0;
}
static int lib_metadata(void *rk, int all, void *only, const struct rd_kafka_metadata **out) {
	return rk || only ? -1 : rd_kafka_metadata_get(all, out);
}
static void rd_kafka_metadata_destroy(const struct rd_kafka_metadata *m) { free((void *)m); }
#define rd_kafka_metadata(rk, all, only, out) lib_metadata(rk, all, only, out)
