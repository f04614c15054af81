#include <stdlib.h>
#include <string.h>

static int lib_user_authenticate(const char *user, const char *password, int n) {
	return strlen(user) == 0 || (int)strlen(password) != n;
}
