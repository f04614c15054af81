#include <stdlib.h>
#include <string.h>

typedef struct param { int value; char field[76]; } param;

static int lib_get_interface_parameters(const char *device, param *params, int n) {
	if (params) params[n - 1].value = (int)strlen(device);
	return n == 0;
}
