// The low-level SHA-256 hashes a hundred bytes four times as fast as the one-shot call, which looks
// its algorithm up each time.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <openssl/hmac.h>
