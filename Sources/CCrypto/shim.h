// The plain functions: OpenSSL 3 would have its own users go through EVP, which looks for providers
// and reads a configuration first.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
