package provider

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
)

const (
	keyPrefix  = "wr_" // lets scanners for leaked secrets know a key
	hashPrefix = "sha256:"
	keyBytes   = 32
)

var hashSyntax = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// NewKey makes a key of 256 bits from random (crypto/rand.Reader) and its hash
// for the file. The key is shown once and kept nowhere. It panics if random
// fails, which crypto/rand's never does.
func NewKey(random io.Reader) (key, hash string) {
	var raw [keyBytes]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		panic(fmt.Errorf("make a key: %w", err))
	}
	key = keyPrefix + base64.RawURLEncoding.EncodeToString(raw[:])
	return key, HashKey(key)
}

// HashKey gives the form of a key that the file holds. A plain SHA-256 is enough
// and a slow hash would not be: no one guesses 256 random bits, however fast they
// can be tried, and the hash is computed for each push. So keys must be made by
// NewKey, never chosen by people.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hashPrefix + hex.EncodeToString(sum[:])
}
