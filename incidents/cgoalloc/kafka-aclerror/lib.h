#include <stdlib.h>
#include <string.h>

typedef struct rd_kafka_error_t { char text[40]; } rd_kafka_error_t;
typedef struct rd_kafka_acl_result_t { rd_kafka_error_t *error; } rd_kafka_acl_result_t;

static rd_kafka_acl_result_t *lib_result(void) {
	rd_kafka_acl_result_t *r = malloc(sizeof *r);
	r->error = calloc(1, sizeof *r->error);
	return r;
}
static rd_kafka_error_t *rd_kafka_acl_result_error(const rd_kafka_acl_result_t *r) { return r->error; }
static const char *rd_kafka_error_string(rd_kafka_error_t *e) { return e->text; }
static void rd_kafka_error_destroy(rd_kafka_error_t *e) { free(e); }
static void lib_result_done(rd_kafka_acl_result_t *r) {
	free(r->error);
	free(r);
}
