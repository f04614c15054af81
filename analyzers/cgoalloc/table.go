package cgoalloc

import (
	"slices"
	"strings"
)

// A cModel says what a C function does with memory.
type cModel struct {
	name string
	// out is the index of the argument through which the memory is returned,
	// or result.
	out int
	// frees are the functions that give the memory back, the usual one first.
	frees []string
	// never is set where the result is never nil.
	never bool
	// failed is set where there is memory only if the call fails: the text of
	// an error.
	failed bool
}

// result is the value of cModel.out for memory that a function returns.
const result = -1

// allocators are the C functions whose memory the caller must free, sorted by
// name.
var allocators = []cModel{
	{"BIO_new", result, []string{"BIO_free", "BIO_free_all"}, false, false},
	{"BN_bn2dec", result, []string{"OPENSSL_free", "CRYPTO_free"}, false, false},
	{"BN_bn2hex", result, []string{"OPENSSL_free", "CRYPTO_free"}, false, false},
	{"BN_new", result, []string{"BN_free", "BN_clear_free"}, false, false},
	{"CBytes", result, []string{"free"}, true, false},
	{"CString", result, []string{"free"}, true, false},
	{"EVP_CIPHER_CTX_new", result, []string{"EVP_CIPHER_CTX_free"}, false, false},
	{"EVP_MD_CTX_new", result, []string{"EVP_MD_CTX_free"}, false, false},
	{"SDL_GetBasePath", result, []string{"SDL_free"}, false, false},
	{"SDL_GetClipboardText", result, []string{"SDL_free"}, false, false},
	{"SDL_GetPrefPath", result, []string{"SDL_free"}, false, false},
	{"aligned_alloc", result, []string{"free"}, false, false},
	{"av_dict_get_string", 1, []string{"av_free", "av_freep"}, false, false},
	{"av_frame_alloc", result, []string{"av_frame_free"}, false, false},
	{"av_malloc", result, []string{"av_free", "av_freep"}, false, false},
	{"av_packet_alloc", result, []string{"av_packet_free"}, false, false},
	{"av_strdup", result, []string{"av_free", "av_freep"}, false, false},
	{"cJSON_Parse", result, []string{"cJSON_Delete"}, false, false},
	{"cJSON_Print", result, []string{"free", "cJSON_free"}, false, false},
	{"cJSON_PrintUnformatted", result, []string{"free", "cJSON_free"}, false, false},
	{"calloc", result, []string{"free"}, false, false},
	{"curl_easy_escape", result, []string{"curl_free"}, false, false},
	{"curl_easy_init", result, []string{"curl_easy_cleanup"}, false, false},
	{"curl_easy_unescape", result, []string{"curl_free"}, false, false},
	{"fdopen", result, []string{"fclose"}, false, false},
	{"fopen", result, []string{"fclose"}, false, false},
	{"g_malloc", result, []string{"g_free"}, true, false},
	{"g_malloc0", result, []string{"g_free"}, true, false},
	{"g_strdup", result, []string{"g_free"}, false, false},
	{"g_strndup", result, []string{"g_free"}, false, false},
	{"getaddrinfo", 3, []string{"freeaddrinfo"}, false, false},
	{"getifaddrs", 0, []string{"freeifaddrs"}, false, false},
	{"leveldb_get", result, []string{"leveldb_free", "free"}, false, false},
	{"malloc", result, []string{"free"}, true, false},
	{"memdup", result, []string{"free"}, false, false},
	{"open_memstream", result, []string{"fclose"}, false, false},
	{"opendir", result, []string{"closedir"}, false, false},
	{"pam_getenvlist", result, []string{"free"}, false, false},
	{"pcap_open_live", result, []string{"pcap_close"}, false, false},
	{"pcap_open_offline", result, []string{"pcap_close"}, false, false},
	{"popen", result, []string{"pclose"}, false, false},
	{"rd_kafka_conf_dump", result, []string{"rd_kafka_conf_dump_free"}, false, false},
	{"rd_kafka_consumer_poll", result, []string{"rd_kafka_message_destroy"}, false, false},
	{"rd_kafka_list_groups", 2, []string{"rd_kafka_group_list_destroy"}, false, false},
	{"rd_kafka_metadata", 3, []string{"rd_kafka_metadata_destroy"}, false, false},
	{"rd_kafka_queue_poll", result, []string{"rd_kafka_event_destroy"}, false, false},
	{"rd_kafka_topic_partition_list_copy", result, []string{"rd_kafka_topic_partition_list_destroy"}, false, false},
	{"readline", result, []string{"free", "rl_free"}, false, false},
	{"realloc", result, []string{"free"}, false, false},
	{"rocksdb_get", result, []string{"rocksdb_free", "free"}, false, false},
	{"sqlite3_backup_init", result, []string{"sqlite3_backup_finish"}, false, false},
	{"sqlite3_blob_open", 6, []string{"sqlite3_blob_close"}, false, false},
	{"sqlite3_exec", 4, []string{"sqlite3_free"}, false, true},
	{"sqlite3_expanded_sql", result, []string{"sqlite3_free"}, false, false},
	{"sqlite3_load_extension", 3, []string{"sqlite3_free"}, false, true},
	{"sqlite3_malloc", result, []string{"sqlite3_free"}, false, false},
	{"sqlite3_malloc64", result, []string{"sqlite3_free"}, false, false},
	{"sqlite3_open", 1, []string{"sqlite3_close", "sqlite3_close_v2"}, false, false},
	{"sqlite3_open_v2", 1, []string{"sqlite3_close_v2", "sqlite3_close"}, false, false},
	{"sqlite3_prepare_v2", 3, []string{"sqlite3_finalize"}, false, false},
	{"sqlite3_serialize", result, []string{"sqlite3_free"}, false, false},
	{"strdup", result, []string{"free"}, false, false},
	{"strndup", result, []string{"free"}, false, false},
	{"virConnectGetCapabilities", result, []string{"free"}, false, false},
	{"virConnectGetHostname", result, []string{"free"}, false, false},
	{"virConnectGetSysinfo", result, []string{"free"}, false, false},
	{"virConnectGetURI", result, []string{"free"}, false, false},
	{"virDomainGetMetadata", result, []string{"free"}, false, false},
	{"virDomainGetOSType", result, []string{"free"}, false, false},
	{"virDomainGetSchedulerType", result, []string{"free"}, false, false},
	{"virDomainGetXMLDesc", result, []string{"free"}, false, false},
	{"virInterfaceGetXMLDesc", result, []string{"free"}, false, false},
	{"virNWFilterGetXMLDesc", result, []string{"free"}, false, false},
	{"virNetworkGetBridgeName", result, []string{"free"}, false, false},
	{"virNetworkGetXMLDesc", result, []string{"free"}, false, false},
	{"virNodeDeviceGetXMLDesc", result, []string{"free"}, false, false},
	{"virSecretGetXMLDesc", result, []string{"free"}, false, false},
	{"virStoragePoolGetXMLDesc", result, []string{"free"}, false, false},
	{"virStorageVolGetPath", result, []string{"free"}, false, false},
	{"virStorageVolGetXMLDesc", result, []string{"free"}, false, false},
	{"xmlBufferCreate", result, []string{"xmlBufferFree"}, false, false},
	{"xmlBuildURI", result, []string{"xmlFree"}, false, false},
	{"xmlC14NDocDumpMemory", 5, []string{"xmlFree"}, false, false},
	{"xmlDocDumpFormatMemory", 1, []string{"xmlFree"}, false, false},
	{"xmlDocDumpFormatMemoryEnc", 1, []string{"xmlFree"}, false, false},
	{"xmlDocDumpMemory", 1, []string{"xmlFree"}, false, false},
	{"xmlDocDumpMemoryEnc", 1, []string{"xmlFree"}, false, false},
	{"xmlGetNodePath", result, []string{"xmlFree"}, false, false},
	{"xmlGetNsProp", result, []string{"xmlFree"}, false, false},
	{"xmlGetProp", result, []string{"xmlFree"}, false, false},
	{"xmlNodeGetBase", result, []string{"xmlFree"}, false, false},
	{"xmlNodeGetContent", result, []string{"xmlFree"}, false, false},
	{"xmlNodeGetLang", result, []string{"xmlFree"}, false, false},
	{"xmlNodeListGetString", result, []string{"xmlFree"}, false, false},
	{"xmlStrdup", result, []string{"xmlFree"}, false, false},
	{"xmlStrndup", result, []string{"xmlFree"}, false, false},
	{"xmlXPathCastNodeToString", result, []string{"xmlFree"}, false, false},
	{"xmlXPathCompile", result, []string{"xmlXPathFreeCompExpr"}, false, false},
	{"xmlXPathNewContext", result, []string{"xmlXPathFreeContext"}, false, false},
}

// errorTexts are the libraries whose functions report an error as a text that they
// allocate, through a char ** that is nil before, by the prefix of their names.
var errorTexts = []struct {
	prefix string
	frees  []string
}{
	{"leveldb_", []string{"leveldb_free", "free"}},
	{"rocksdb_", []string{"rocksdb_free", "free"}},
}

// allocator returns the model of a C function, nil if there is none.
func allocator(name string) *cModel {
	i, ok := slices.BinarySearchFunc(allocators, name, func(m cModel, name string) int { return strings.Compare(m.name, name) })
	if !ok {
		return nil
	}
	return &allocators[i]
}

// isFree reports whether a C function is known to free.
func isFree(name string) bool {
	if name == "free" || pairs.frees(name) {
		return true
	}
	for i := range allocators {
		if slices.Contains(allocators[i].frees, name) {
			return true
		}
	}
	return false
}

// lent are the C functions whose result belongs to C: to free it is an error.
// Sorted.
var lent = []string{
	"dlerror",
	"getenv",
	"inet_ntoa",
	"rd_kafka_DeleteAcls_result_response_error",
	"rd_kafka_DeleteGroups_result_groups",
	"rd_kafka_acl_result_error",
	"rd_kafka_err2name",
	"rd_kafka_err2str",
	"rd_kafka_error_string",
	"rd_kafka_event_error_string",
	"rd_kafka_group_result_error",
	"rd_kafka_name",
	"rd_kafka_topic_name",
	"rd_kafka_topic_result_error_string",
	"sqlite3_column_blob",
	"sqlite3_column_name",
	"sqlite3_column_text",
	"sqlite3_db_filename",
	"sqlite3_errmsg",
	"sqlite3_errstr",
	"sqlite3_libversion",
	"sqlite3_value_blob",
	"sqlite3_value_text",
	"strerror",
	"xmlDocGetRootElement",
	"xmlGetLastError",
}

// isLent reports whether the result of a C function belongs to C.
func isLent(name string) bool {
	_, ok := slices.BinarySearch(lent, name)
	return ok
}

// keepers are the C functions that keep an argument, by name, with its index.
// Sorted.
var keepers = []struct {
	name string
	arg  int
}{
	{"av_opt_set_dict", 1},
	{"curl_mime_data_cb", 5},
	{"g_hash_table_insert", 1},
	{"g_hash_table_insert", 2},
	{"g_list_append", 1},
	{"g_list_prepend", 1},
	{"g_slist_append", 1},
	{"g_slist_prepend", 1},
	{"g_strv_builder_take", 1},
	{"openlog", 0},
	{"putenv", 0},
	{"setlinebuf", 0},
	{"setvbuf", 1},
	{"tsearch", 0},
	{"xmlAddChild", 1},
	{"xmlDocSetRootElement", 1},
}

// keeps reports whether the C function is known to keep its argument.
func keeps(name string, arg int) bool {
	for _, k := range keepers {
		if k.name == name && k.arg == arg {
			return true
		}
	}
	return false
}
