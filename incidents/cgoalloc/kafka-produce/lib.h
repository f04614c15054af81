#include <stdlib.h>
#include <string.h>

/* Copies the payload, as with RD_KAFKA_MSG_F_COPY. */
static int lib_produce(void *payload, size_t n, void *key, size_t nkey) {
	static char queue[64];
	memcpy(queue, payload, n < 64 ? n : 64);
	return key == NULL && nkey != 0;
}
